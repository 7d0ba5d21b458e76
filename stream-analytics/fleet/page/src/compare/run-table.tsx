import type { Comparison } from "../api/types";
import { bucketNear, valueLabel } from "../chart/legend";
import type { RunStyle } from "../chart/run-colours";
import { formatCount, formatterOf } from "../format/number";
import { StateMark } from "../parts/marks";
import { runUrl } from "../route/router";
import type { Shown } from "./chart";
import { soloed, toggled } from "./selection";

interface RunTableProps {
  runs: Comparison["runs"];
  series: string[];
  styles: Map<string, RunStyle>;
  shown: Map<string, Shown>;
  hidden: string[];
  hide: (runs: string[]) => void;
  without: (run: string) => void;
}

/** Legend of all charts: the runs in their colours, with the values under the cursor, or the newest. */
export function RunTable({ runs, series, styles, shown, hidden, hide, without }: RunTableProps) {
  const ids = runs.map((one) => one.run);
  const anyHidden = hidden.some((one) => ids.includes(one));
  return (
    <div class="scroll">
      <table class="curve-table">
        <caption class="table-head">Runs {anyHidden && <button type="button" class="plain" onClick={() => hide([])}>Show all runs</button>}</caption>
        <thead><tr><th /><th>run</th><th class="number">step</th>{series.map((name) => <th key={name} class="number" title={name}>{name}</th>)}<th class="number">not finite</th><th /></tr></thead>
        <tbody>
          {runs.map((run) => <RunLine key={run.run} {...{ run, series, shown, hidden, without }} style={styles.get(run.run)!} toggle={() => hide(toggled(hidden, run.run))} solo={() => hide(soloed(ids, hidden, run.run))} />)}
        </tbody>
      </table>
    </div>
  );
}

interface RunLineProps extends Pick<RunTableProps, "series" | "shown" | "hidden" | "without"> {
  run: Comparison["runs"][number];
  style: RunStyle;
  toggle: () => void;
  solo: () => void;
}

function RunLine({ run, series, style: { colour, dash }, shown, hidden, without, toggle, solo }: RunLineProps) {
  const name = run.name || run.run;
  const buckets = series.map((one) => bucketIn(shown.get(one), run.run));
  const step = buckets.find((one) => one)?.step;
  const bad = [...shown].filter(([one]) => series.includes(one)).reduce((sum, [, one]) => sum + notFinite(one, run.run), 0);
  const visible = !hidden.includes(run.run);
  return (
    <tr data-hidden={visible ? undefined : ""}>
      <td>
        <button type="button" class="plain swatch-button" aria-pressed={visible} aria-label={`Show ${name}`} title={visible ? "Hide" : "Show"} onClick={toggle}>
          <svg class="swatch" viewBox="0 0 22 6" width="22" height="6" aria-hidden="true"><path d="M0 3h22" stroke={colour} stroke-width="2.5" stroke-dasharray={dash?.join(" ")} /></svg>
        </button>
      </td>
      <td class="name"><a href={runUrl(run.run)} data-row>{name}</a>{run.verdict && run.state && <StateMark state={run.state} unrecovered={run.unrecovered} />}</td>
      <td class="number">{formatCount(step)}</td>
      {buckets.map((bucket, i) => <td key={series[i]} class="number"><strong>{bucket ? valueLabel(bucket, formatterOf(series[i])) : "–"}</strong></td>)}
      <td class="number" data-bad={bad > 0 ? "" : undefined}>{bad > 0 ? formatCount(bad) : "–"}</td>
      <td class="row-actions">
        <button type="button" class="plain" aria-label={`Show only ${name}, or all again`} title="Show only this run, or all again" onClick={solo}>only</button>
        <button type="button" class="plain" aria-label={`Take ${name} out`} onClick={() => without(run.run)}>×</button>
      </td>
    </tr>
  );
}

function curveIn(shown: Shown | undefined, run: string) {
  return shown?.frame.curves[shown.runs.indexOf(run)];
}

function bucketIn(shown: Shown | undefined, run: string) {
  return bucketNear(curveIn(shown, run), shown?.x ?? Infinity);
}

function notFinite(shown: Shown, run: string): number {
  return (curveIn(shown, run)?.bucket ?? []).reduce((sum, one) => sum + (one ? one.nan + one.positive + one.negative : 0), 0);
}
