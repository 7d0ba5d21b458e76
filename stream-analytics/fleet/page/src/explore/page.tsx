import type { ComponentChildren } from "preact";
import { formatCount, plural } from "../format/number";
import { RunFilters } from "../pages/run-filters";
import { Failed, Loading, Nothing } from "../parts/states";
import { urlOf, type SetParameters } from "../route/permalink";
import { Conditions } from "../table/conditions";
import { noFilters, onlyFilters } from "../table/filter";
import type { ChartedRuns } from "./use-runs";

interface ExplorePageProps {
  title: string;
  query: URLSearchParams;
  setQuery: SetParameters;
  runs: ChartedRuns & { again: () => void };
  /** Choices of the chart. */
  tools: ComponentChildren;
  /** Links to other pages over the same runs. */
  actions?: ComponentChildren;
  /** True once the columns are known. */
  ready: boolean;
  children: ComponentChildren;
}

/** Frame of a chart over the runs of the list: the same filters, and what is missing. */
export function ExplorePage({ title, query, setQuery, runs, tools, actions, ready, children }: ExplorePageProps) {
  const { rows, total, status, error, again } = runs;
  const ids = new Set(query.getAll("run"));
  const gone = status === "ready" ? ids.size - rows.filter(({ run }) => ids.has(run)).length : 0;
  return (
    <main class="explore">
      <header class="page-head">
        <h1>{title}</h1>
        <p class="quiet" aria-live="polite">
          {rows.length > 0 && (rows.length < total ? `${formatCount(rows.length)} of ${plural(total, "run")}` : plural(total, "run"))}
          {ids.size > 0 && gone > 0 && `; ${plural(gone, "chosen run")} not live any more, or filtered out`}
        </p>
        <span class="page-actions">
          {actions}
          <a href={urlOf("/runs", onlyFilters(query))}>Table</a>
        </span>
      </header>
      <RunFilters query={query} setQuery={setQuery} listed={rows.length > 0} />
      <div class="table-tools"><Conditions query={query} setQuery={setQuery} />{tools}</div>
      {error && rows.length === 0 ? <Failed error={error} again={again} /> : rows.length > 0 && ready ? <div aria-busy={status === "loading"}>{children}</div> : status === "ready" ? (
        <Nothing height={280}>
          <span>No live run matches these filters. <button type="button" class="plain" onClick={() => setQuery(noFilters)}>Show all runs</button></span>
        </Nothing>
      ) : <Loading height={420} />}
    </main>
  );
}
