import { useMemo, useState } from "preact/hooks";
import { chartColours } from "../chart/palette";
import { noColour, scaleChoice } from "../explore/address";
import { ColumnPick, useColumnNames } from "../explore/column-pick";
import { ExplorePage } from "../explore/page";
import { colouring } from "../explore/ramp";
import { RunList } from "../explore/run-list";
import { scaleOf, type ColumnScale } from "../explore/scale";
import { Scatter } from "../explore/scatter";
import { useRuns } from "../explore/use-runs";
import { useUsual } from "../explore/usual";
import { useTheme } from "../parts/theme";
import { useTitle } from "../parts/title";
import { urlOf, useParameters } from "../route/permalink";
import { columnOf } from "../table/columns";
import { filterOf, onlyFilters } from "../table/filter";

/** The runs of the list as points, one column against another. */
export function ScatterPage() {
  useTitle("Scatter");
  const [query, setQuery] = useParameters();
  const theme = useTheme();
  const names = useColumnNames();
  const filter = { ...filterOf(query), sort: query.get("sort") ?? "started", order: query.get("order") ?? "desc" };
  const usual = useUsual(filter, !query.get("x") || !query.get("y"));
  const xColumn = query.get("x") ?? (usual && (usual.varied ?? "started"));
  const yColumn = query.get("y") ?? (usual && usual.results.at(-1)!);
  const colour = query.get("colour") === noColour ? null : query.get("colour") ?? usual?.grouping ?? null;
  const columns = useMemo(() => xColumn && yColumn && [...new Set([xColumn, yColumn, ...(colour ? [colour] : [])])].filter((id) => !columnOf(id).field), [xColumn, yColumn, colour]);
  const runs = useRuns(filter, columns || null);
  const { rows } = runs;
  const [at, setAt] = useState<number | null>(null);

  const scale = (id: string | null, choice: string | null): ColumnScale | null => (id !== null && (columnOf(id).field || runs.columns.includes(id)) ? scaleOf(id, rows, scaleChoice(choice)) : null);
  const x = useMemo(() => scale(xColumn, query.get("xscale")), [xColumn, query.get("xscale"), rows, runs.columns]);
  const y = useMemo(() => scale(yColumn, query.get("yscale")), [yColumn, query.get("yscale"), rows, runs.columns]);
  const colourScale = useMemo(() => scale(colour, null), [colour, rows, runs.columns]);
  const colours = useMemo(() => colouring(colourScale, rows.length, theme, chartColours().curve), [colourScale, rows, theme]);
  const all = useMemo(() => rows.map((_, run) => run), [rows]);
  const log = (name: "xscale" | "yscale", of: ColumnScale | null, label: string) => (
    <button type="button" class="log-choice" aria-pressed={of?.kind === "log"} aria-label={label} disabled={!of?.canBeLog} onClick={() => setQuery({ [name]: of?.kind === "log" ? "linear" : "log" })}>log</button>
  );
  // A scale that was chosen for one column says nothing of another.
  return (
    <ExplorePage title="Scatter" {...{ query, setQuery, runs }} ready={x !== null && y !== null}
      actions={<a href={urlOf("/parallel", onlyFilters(query))}>Parallel coordinates</a>}
      tools={
        <>
          <ColumnPick label="x" value={xColumn} names={names} set={(id) => setQuery({ x: id, xscale: null })} />
          {log("xscale", x, "Logarithmic x axis")}
          <ColumnPick label="y" value={yColumn} names={names} set={(id) => setQuery({ y: id, yscale: null })} />
          {log("yscale", y, "Logarithmic y axis")}
          <ColumnPick label="colour by" value={colour} names={names} none="nothing" set={(id) => setQuery({ colour: id ?? noColour })} />
        </>
      }>
      {x && y && <Scatter {...{ rows, x, y, colourScale, at, setAt }} colouring={colours} />}
      {x && y && <RunList {...{ rows, at, setAt }} runs={all} scales={[...new Set([x, y, ...(colourScale ? [colourScale] : [])])]} colours={colours.of} />}
    </ExplorePage>
  );
}
