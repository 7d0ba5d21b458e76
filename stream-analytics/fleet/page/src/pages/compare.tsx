import { useCallback, useMemo, useState } from "preact/hooks";
import type { Comparison } from "../api/types";
import { chartOfRuns } from "../explore/address";
import type { StepTable } from "../chart/axis";
import { runStyles } from "../chart/run-colours";
import { useEpochs } from "../chart/use-epochs";
import { ComparedChart, type Shown } from "../compare/chart";
import { RunTable } from "../compare/run-table";
import { namesOf, shownSeries } from "../compare/selection";
import { SeriesChoice } from "../compare/series-choice";
import { useSeriesOf } from "../compare/use-names";
import { plural } from "../format/number";
import { NoteContext, useNotesOf } from "../note/board";
import { useEscape } from "../parts/shortcuts";
import { Loading, Nothing } from "../parts/states";
import { useTheme } from "../parts/theme";
import { useTitle } from "../parts/title";
import { useParameters, useView, withValues, urlOf, type XAxis } from "../route/permalink";
import { navigate } from "../route/router";
import { Configuration } from "./configuration";
import { Smoothing, YChoice, Zoom } from "./view-bar";

const axes: [XAxis, string][] = [["step", "step"], ["epoch", "epoch"], ["relative", "relative time"], ["time", "wall time"]];

/** The runs of the address, a chart for each series with all of them in it, and what was different about them. */
export function ComparePage() {
  useTitle("Compare");
  const [query] = useParameters();
  const [asView, setView] = useView();
  // Addresses of earlier versions align runs by a parameter of its own.
  const view = query.get("align") === "relative_time" && !query.has("x") ? { ...asView, x: "relative" as const } : asView;
  const runs = useMemo(() => [...new Set(query.getAll("run"))], [query.toString()]);
  const lists = useSeriesOf(runs);
  const hidden = query.getAll("hide");
  const theme = useTheme();
  const epochs = useEpochs(runs, null, view.x === "epoch");
  const styles = useMemo(() => runStyles(runs, theme), [runs, theme]);
  const [comparison, setComparison] = useState<Comparison | null>(null);
  const [shown, setShown] = useState<Map<string, Shown>>(new Map());
  const report = useCallback((name: string, one: Shown) => setShown((before) => new Map(before).set(name, one)), []);
  const notes = useNotesOf(runs);
  useEscape(() => setView({ from: null, to: null }));
  if (runs.length === 0) {
    return <main><Nothing height={280}>Choose runs in <a href="/runs">the list</a> to compare them.</Nothing></main>;
  }
  const change = (key: string, values: string[]) => {
    const next = withValues(query, { [key]: null });
    values.forEach((value) => next.append(key, value));
    navigate(urlOf("/compare", next), { replace: true });
  };
  const align = (x: XAxis) => navigate(urlOf("/compare", withValues(query, { align: null, x: x === "step" ? null : x })), { replace: true });
  const asked = query.getAll("series");
  const series = lists || asked.length > 0 ? shownSeries(asked, lists ?? []) : null;
  const known = comparison && runs.every((run) => comparison.runs.some((one) => one.run === run)) ? comparison : null;
  return (
    <main class="compare">
      <header class="page-head">
        <h1>Compare</h1>
        <p class="quiet">{plural(runs.length, "run")}</p>
        <span class="page-actions"><a href={chartOfRuns("parallel", runs)}>Parallel coordinates</a><a href={chartOfRuns("scatter", runs)}>Scatter</a><a href={`/runs?selected=${encodeURIComponent(runs.map(encodeURIComponent).join(","))}`}>Choose others</a></span>
      </header>
      <div class="view-bar" role="toolbar" aria-label="Charts">
        {series && <SeriesChoice names={namesOf(lists ?? [])} shown={series} choose={(names) => change("series", names)} />}
        <div class="choice" role="group" aria-label="Align by">
          {axes.map(([x, name]) => <button type="button" aria-pressed={view.x === x} onClick={() => align(x)}>{name}</button>)}
        </div>
        <YChoice view={view} setView={setView} />
        <Smoothing view={view} setView={setView} />
        <Zoom view={view} setView={setView} />
      </div>
      <WithoutEpochs epochs={epochs} names={new Map(known?.runs.map(({ run, name }) => [run, name || run]))} />
      {!series ? <Loading height={380} /> : (
        <NoteContext.Provider value={notes}>
          <div class={series.length === 1 ? "chart-grid single" : "chart-grid"}>
            {series.map((name) => <ComparedChart key={name} series={name} height={series.length === 1 ? 380 : 190} onComparison={setComparison} {...{ runs, epochs, hidden, styles, view, setView, report }} />)}
          </div>
        </NoteContext.Provider>
      )}
      {known && series && (
        <>
          <RunTable runs={known.runs.filter((one) => runs.includes(one.run))} hide={(ids) => change("hide", ids)} without={(run) => change("run", runs.filter((one) => one !== run))} {...{ series, styles, shown, hidden }} />
          <Configuration comparison={known} styles={styles} />
        </>
      )}
    </main>
  );
}

/** Note on the runs that charts over epochs cannot show. */
function WithoutEpochs({ epochs, names }: { epochs: Map<string, StepTable | null> | null; names: Map<string, string> }) {
  const without = [...(epochs ?? [])].filter(([, table]) => table === null).map(([run]) => names.get(run) ?? run);
  return without.length === 0 ? null : (
    <p class="quiet axis-note" role="status">
      {without.length === epochs!.size ? "None of the runs says its epochs." : `${plural(without.length, "run does", "runs do")} not say ${without.length === 1 ? "its" : "their"} epochs and ${without.length === 1 ? "is" : "are"} left out: ${without.join(", ")}`}
    </p>
  );
}
