import { useEffect, useRef, useState } from "preact/hooks";
import type { RunRow } from "../api/types";
import { chartUrl } from "../explore/address";
import { formatCount, plural } from "../format/number";
import { useNow, useStream } from "../live/context";
import { usePages } from "../live/pages";
import { focusedRow, useKeys } from "../parts/shortcuts";
import { Failed, Loading } from "../parts/states";
import { useTitle } from "../parts/title";
import { useNarrow, VirtualRows } from "../parts/virtual";
import { useParameters } from "../route/permalink";
import { BulkActions, exportRuns } from "../table/bulk";
import { Chooser } from "../table/chooser";
import { asked, isCustom, tracks, usual } from "../table/columns";
import { Conditions } from "../table/conditions";
import { filterOf, noFilters } from "../table/filter";
import { RunGroups } from "../table/groups";
import { RunTableHead } from "../table/head";
import { useLayout } from "../table/layout";
import { useSelection } from "../table/selection";
import { TableTools } from "../table/tools";
import { NoRuns, pastUrl } from "./no-runs";
import { RunFilters } from "./run-filters";
import { RunRowView } from "./run-row";

/** Runs asked for at a time. */
const pageSize = 200;
/** Time between two looks at values that the stream does not bring, milliseconds. */
const valuesMillis = 10_000;

/** All runs, filtered, sorted and grouped by the service. */
export function RunsPage() {
  useTitle("Runs");
  const [query, setQuery] = useParameters();
  const now = useNow();
  const narrow = useNarrow(760);
  const [chosenLayout, setLayout] = useLayout(query, setQuery);
  const layout = narrow ? usual : chosenLayout;
  const [choosing, setChoosing] = useState(false);
  const sort = query.get("sort") ?? "started";
  const order = query.get("order") ?? "desc";
  const by = query.get("by");
  const filter = { ...filterOf(query), column: asked(layout) };
  const runs = usePages<RunRow>("/runs", "runs", { ...filter, sort, order, limit: by ? 1 : pageSize });
  const [grouped, setGrouped] = useState<RunRow[]>([]);
  const rows = by ? grouped : runs.rows;
  const selection = useSelection(rows.map(({ run }) => run), query, setQuery);
  const fresh = useFreshRuns(runs, now, filter.column.length > 0);
  const listed = useRef(false);
  listed.current ||= runs.status !== "loading";
  const focused = (then: (run: string) => void) => () => {
    const run = focusedRow();
    run !== null && then(run);
  };
  useKeys({ x: focused((run) => selection.toggle(run)), X: focused((run) => selection.toggle(run, true)), "*": selection.all, c: () => setChoosing(true) });

  const sortBy = (key: string) => setQuery({ sort: key === "started" ? null : key, order: sort === key && order === "desc" ? "asc" : null });
  const { template, lefts, width } = tracks(layout);
  const custom = isCustom(layout);
  const view = (row: RunRow, index: number | null) => (
    <RunRowView key={row.run} {...{ row, index, layout, lefts, now }} selected={selection.chosen.has(row.run)} select={selection.toggle} />
  );
  const scrolls = useTogether();
  return (
    <main class={custom ? "runs wide" : "runs"}>
      <header class="page-head">
        <h1>Runs</h1>
        <p class="quiet" aria-live="polite">{runs.status === "loading" && runs.rows.length === 0 ? "" : plural(runs.total, "run")}</p>
        <a href={pastUrl(query.get("text") ?? "")}>also those of the past</a>
        <span class="page-actions">
          {rows.length > 0 && <a href={chartUrl("parallel", query, layout)}>Parallel coordinates</a>}
          {rows.length > 0 && <a href={chartUrl("scatter", query, layout)}>Scatter</a>}
          {fresh.count > 0 && <button type="button" onClick={fresh.take}>{plural(fresh.count, "new run")}</button>}
          {rows.length > 0 && <button type="button" class="plain" onClick={() => exportRuns(rows, layout)}>CSV of the {formatCount(rows.length)} loaded</button>}
        </span>
      </header>
      <RunFilters query={query} setQuery={setQuery} listed={listed.current} />
      <TableTools {...{ query, setQuery, layout }} choose={() => setChoosing(true)}><Conditions query={query} setQuery={setQuery} /></TableTools>
      <div class={custom ? "run-table custom" : "run-table"} style={custom ? { "--run-columns": template, "--run-width": `${width}px` } : undefined} role={by ? "group" : "table"} aria-label="Runs" aria-rowcount={by ? undefined : runs.total + 1} aria-busy={runs.status === "loading"}>
        <div class="run-scroll run-heads" role={by ? "table" : "rowgroup"} aria-label={by ? "Columns" : undefined} ref={scrolls.first}><RunTableHead {...{ layout, setLayout, lefts, sort, order, sortBy }} /></div>
        <div class="run-scroll" role="presentation" ref={scrolls.second}>
          {runs.status === "error" ? (
            <Failed error={runs.error!} again={runs.again} />
          ) : by ? (
            <RunGroups {...{ by, sort, order, filter }} show={setGrouped} row={(run) => view(run, null)} />
          ) : runs.rows.length > 0 ? (
            <VirtualRows count={runs.rows.length} height={narrow ? 76 : 46} onEnd={runs.more} row={(i) => view(runs.rows[i], i)} />
          ) : runs.status === "loading" ? (
            <Loading height={240} />
          ) : (
            <NoRuns query={query} clear={() => setQuery(noFilters)} />
          )}
        </div>
      </div>
      {selection.chosen.size > 0 && <BulkActions selection={selection} rows={rows} layout={layout} />}
      {choosing && <Chooser usual={usual} layout={chosenLayout} setLayout={setLayout} close={() => setChoosing(false)} />}
    </main>
  );
}

/** Keeps the rows as the stream tells of them; counts the runs that are new. Values of columns are looked at again now and then. */
function useFreshRuns(runs: ReturnType<typeof usePages<RunRow>>, now: number, withValues: boolean) {
  const [count, setCount] = useState(0);
  useStream("run", (row) => {
    runs.change((rows) => {
      const known = rows.some((one) => one.run === row.run);
      if (!known && row.started_millis !== null && row.started_millis > now - 5_000) {
        setCount((n) => n + 1);
      }
      return known ? rows.map((one) => (one.run === row.run ? { ...one, ...row } : one)) : rows;
    });
  }, [runs.change, now]);
  useStream("settled", runs.refresh, [runs.refresh]);
  useStream("reset", runs.again, []);
  useEffect(() => {
    const timer = withValues ? setInterval(() => document.hidden || runs.refresh(), valuesMillis) : undefined;
    return () => clearInterval(timer);
  }, [runs.refresh, withValues]);
  return { count, take: () => (setCount(0), runs.again()) };
}

/** Two elements that scroll sideways together: the heads stay at the top of the window, which one alone could not do. */
function useTogether() {
  const first = useRef<HTMLDivElement>(null);
  const second = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const [a, b] = [first.current!, second.current!];
    const follow = (event: Event) => {
      const [from, to] = event.currentTarget === a ? [a, b] : [b, a];
      to.scrollLeft = from.scrollLeft;
    };
    a.addEventListener("scroll", follow, { passive: true });
    b.addEventListener("scroll", follow, { passive: true });
    return () => {
      a.removeEventListener("scroll", follow);
      b.removeEventListener("scroll", follow);
    };
  }, []);
  return { first, second };
}
