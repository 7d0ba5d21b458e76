import { useMemo, useState } from "preact/hooks";
import { chartColours } from "../chart/palette";
import { movedAxis, mostAxes, noColour, readAxes, writeAxes, type Axis } from "../explore/address";
import { brushed, conditionsOf, readBrush, withBrush, writeBrush, type Brush } from "../explore/brush";
import { ColumnPick, useColumnNames } from "../explore/column-pick";
import { ExplorePage } from "../explore/page";
import { Parallel } from "../explore/parallel";
import { colouring } from "../explore/ramp";
import { RunList } from "../explore/run-list";
import { scaleOf } from "../explore/scale";
import { useRuns } from "../explore/use-runs";
import { useUsual } from "../explore/usual";
import { formatCount } from "../format/number";
import { useEscape } from "../parts/shortcuts";
import { useTheme } from "../parts/theme";
import { useTitle } from "../parts/title";
import { urlOf, useParameters, withValues } from "../route/permalink";
import { Chooser } from "../table/chooser";
import { columnOf } from "../table/columns";
import { filterOf, onlyFilters } from "../table/filter";
import { mostNamed } from "../table/selection";

/** The runs of the list as lines over the columns that the reader chooses. */
export function ParallelPage() {
  useTitle("Parallel coordinates");
  const [query, setQuery] = useParameters();
  const theme = useTheme();
  const names = useColumnNames();
  const filter = { ...filterOf(query), sort: query.get("sort") ?? "started", order: query.get("order") ?? "desc" };
  const asked = readAxes(query.get("axes"));
  const usual = useUsual(filter, asked === null);
  const axes = useMemo(() => asked ?? (usual && [...usual.config, ...usual.results].map((id): Axis => ({ id, scale: "auto" }))), [query.get("axes"), usual]);
  const usualColour = usual?.results.at(-1) ?? axes?.at(-1)?.id ?? null;
  const colour = query.get("colour") === noColour ? null : query.get("colour") ?? usualColour;
  const held = useMemo(() => query.getAll("brush").flatMap((text) => readBrush(text) ?? []), [query.getAll("brush").join("\n")]);
  const [draft, setDraft] = useState<{ column: string; brush: Brush | null } | null>(null);
  const brushes = useMemo(() => (draft ? withBrush(held, draft.column, draft.brush) : held), [held, draft]);
  const columns = useMemo(() => axes && [...new Set([...axes.map(({ id }) => id), ...held.map(({ column }) => column), ...(colour ? [colour] : [])])].filter((id) => !columnOf(id).field), [axes, held, colour]);
  const runs = useRuns(filter, columns);
  const { rows } = runs;
  const [at, setAt] = useState<number | null>(null);
  const [choosing, setChoosing] = useState(false);
  useEscape(() => setQuery({ brush: null }));

  const arrived = (id: string) => columnOf(id).field || runs.columns.includes(id);
  const scales = useMemo(() => (axes ?? []).filter(({ id }) => arrived(id)).map(({ id, scale }) => scaleOf(id, rows, scale)), [axes, runs.rows, runs.columns]);
  const byColumn = useMemo(() => {
    const known = new Map(scales.map((scale) => [scale.id, scale]));
    brushes.filter(({ column }) => !known.has(column) && arrived(column)).forEach(({ column }) => known.set(column, scaleOf(column, rows)));
    return known;
  }, [scales, brushes, rows]);
  const inside = useMemo(() => brushed(rows.length, brushes, byColumn), [rows, brushes, byColumn]);
  const colourScale = useMemo(() => (colour === null ? null : scales.find(({ id }) => id === colour) ?? (arrived(colour) ? scaleOf(colour, rows) : null)), [colour, scales, rows]);
  const colours = useMemo(() => colouring(colourScale, rows.length, theme, chartColours().curve), [colourScale, rows, theme]);
  const chosen = useMemo(() => inside.flatMap((so, run) => (so ? [run] : [])), [inside]);

  const setAxes = (next: Axis[]) => setQuery({ axes: writeAxes(next), ...(query.has("colour") || colour === null ? {} : { colour }) });
  const layout = { columns: (axes ?? []).map(({ id }) => ({ id, width: null })), pinned: 0 };
  const choose = (ids: string[]) => setAxes(ids.slice(0, mostAxes).map((id) => axes?.find((one) => one.id === id) ?? { id, scale: "auto" }));
  const brush = (column: string, next: Brush | null, done: boolean) => {
    setDraft(done ? null : { column, brush: next });
    done && setQuery({ brush: withBrush(held, column, next).map(writeBrush) });
  };
  const restricted = withValues(onlyFilters(query), { where: [...query.getAll("where"), ...held.flatMap(conditionsOf)] });
  return (
    <ExplorePage title="Parallel coordinates" {...{ query, setQuery, runs }} ready={scales.length > 0}
      actions={
        <>
          {brushes.length > 0 && <span role="status">{formatCount(chosen.length)} chosen</span>}
          {held.length > 0 && <a href={urlOf("/runs", restricted)}>Table of the chosen</a>}
          {chosen.length > 1 && chosen.length <= mostNamed && <a href={`/compare?${new URLSearchParams(chosen.map((run) => ["run", rows[run].run]))}`}>Compare {chosen.length}</a>}
          {brushes.length > 0 && <button type="button" class="plain" onClick={() => setQuery({ brush: null })}>Choose all</button>}
          <a href={urlOf("/scatter", restricted)}>Scatter</a>
        </>
      }
      tools={
        <>
          <ColumnPick label="colour by" value={colour} names={names} none="nothing" set={(column) => setQuery({ colour: column ?? noColour })} />
          <button type="button" onClick={() => setChoosing(true)}>Axes</button>
        </>
      }>
      <Parallel {...{ rows, scales, brushes, inside, at, setAt, brush, colourScale }} colouring={colours}
        move={(from, to) => axes && setAxes(movedAxis(axes, from, to))}
        choose={(id, scale) => axes && setAxes(axes.map((axis) => (axis.id === id ? { id, scale } : axis)))}
        remove={(id) => axes && axes.length > 1 && setAxes(axes.filter((axis) => axis.id !== id))}
        colourBy={(id) => setQuery({ colour: id })} />
      <RunList {...{ rows, scales, at, setAt }} runs={chosen} colours={colours.of} />
      {choosing && <Chooser layout={layout} setLayout={(next) => choose(next.columns.map(({ id }) => id))} usual={null} close={() => setChoosing(false)} />}
    </ExplorePage>
  );
}
