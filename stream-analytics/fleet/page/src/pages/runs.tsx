import { useRef, useState } from "preact/hooks";
import type { RunRow } from "../api/types";
import { formatCount, plural } from "../format/number";
import { toCsv } from "../format/csv";
import { save } from "../format/save";
import { useNow, useStream } from "../live/context";
import { usePages } from "../live/pages";
import { FirstRun, Snippet } from "../parts/snippets";
import { Failed, Loading, Nothing } from "../parts/states";
import { useTitle } from "../parts/title";
import { useNarrow, VirtualRows } from "../parts/virtual";
import { useParameters } from "../route/permalink";
import { RunFilters } from "./run-filters";
import { RunRowView, sortable } from "./run-row";

/** Runs asked for at a time. */
const pageSize = 200;
/** Most runs in a comparison: more could not be told apart on one chart. */
export const mostCompared = 20;

const filters = ["text", "state", "verdict", "severity", "project", "owner", "host", "tag", "group"] as const;

/** All runs, filtered and sorted by the service. */
export function RunsPage() {
  useTitle("Runs");
  const [query, setQuery] = useParameters();
  const now = useNow();
  const narrow = useNarrow(760);
  const sort = query.get("sort") ?? "started";
  const order = query.get("order") ?? "desc";
  const filter = Object.fromEntries(filters.map((name) => [name, query.get(name)]));
  const runs = usePages<RunRow>("/runs", "runs", { ...filter, sort, order, limit: pageSize });
  const selected = new Set(query.get("selected")?.split(",").filter(Boolean).map(decodeURIComponent) ?? []);
  const [fresh, setFresh] = useState(0);
  const listed = useRef(false);
  listed.current ||= runs.status !== "loading";

  useStream("run", (row) => {
    runs.change((rows) => {
      const known = rows.some((one) => one.run === row.run);
      if (!known && row.started_millis !== null && row.started_millis > now - 5_000) {
        setFresh((n) => n + 1);
      }
      return known ? rows.map((one) => (one.run === row.run ? { ...one, ...row } : one)) : rows;
    });
  }, [runs.change, now]);
  useStream("settled", runs.refresh, [runs.refresh]);
  useStream("reset", runs.again, []);

  const select = (run: string) => {
    selected.has(run) ? selected.delete(run) : selected.size < mostCompared && selected.add(run);
    setQuery({ selected: [...selected].map(encodeURIComponent).join(",") || null });
  };
  const sortBy = (key: string) => setQuery({ sort: key === "started" ? null : key, order: sort === key && order === "desc" ? "asc" : null });
  return (
    <main class="runs">
      <header class="page-head">
        <h1>Runs</h1>
        <p class="quiet" aria-live="polite">{runs.status === "loading" && runs.rows.length === 0 ? "" : plural(runs.total, "run")}</p>
        <a href={pastUrl(query.get("text") ?? "")}>also those of the past</a>
        <span class="page-actions">
          {fresh > 0 && <button type="button" onClick={() => (setFresh(0), runs.again())}>{plural(fresh, "new run")}</button>}
          {runs.rows.length > 0 && <button type="button" class="plain" onClick={() => exportRuns(runs.rows)}>CSV of the {formatCount(runs.rows.length)} loaded</button>}
        </span>
      </header>
      <RunFilters query={query} setQuery={setQuery} listed={listed.current} />
      <div class="run-table" role="table" aria-label="Runs" aria-rowcount={runs.total} aria-busy={runs.status === "loading"}>
        <div class="run-row head" role="row">
          {sortable.map(({ key, label, numeric }) => (
            <span role="columnheader" class={numeric ? `number cell-${label.split(" ")[0]}` : `cell-${label.split(" ")[0]}`} aria-sort={key !== sort ? undefined : order === "asc" ? "ascending" : "descending"}>
              {key ? <button type="button" class="plain" onClick={() => sortBy(key)}>{label}</button> : label}
            </span>
          ))}
        </div>
        {runs.status === "error" ? (
          <Failed error={runs.error!} again={runs.again} />
        ) : runs.rows.length > 0 ? (
          <VirtualRows count={runs.rows.length} height={narrow ? 76 : 46} onEnd={runs.more}
            row={(i) => <RunRowView key={runs.rows[i].run} row={runs.rows[i]} now={now} selected={selected.has(runs.rows[i].run)} select={select} />} />
        ) : runs.status === "loading" ? (
          <Loading height={240} />
        ) : (
          <NoRuns query={query} clear={() => setQuery(Object.fromEntries(filters.map((name) => [name, null])))} />
        )}
      </div>
      {selected.size > 0 && <Selection selected={[...selected]} clear={() => setQuery({ selected: null })} />}
    </main>
  );
}

/** Notice for an empty list: the search and its alternatives, or the way to send a first run. */
function NoRuns({ query, clear }: { query: URLSearchParams; clear: () => void }) {
  const text = query.get("text") ?? "";
  const others = filters.filter((name) => name !== "text" && query.get(name));
  if (!text && others.length === 0) {
    return <><Nothing>No run has been seen yet. The first one appears here by itself.</Nothing><FirstRun /></>;
  }
  return (
    <>
      <Nothing>
        {text ? <>No live run has {text.trim().includes(" ") ? "all of the words" : "the word"} “{text.trim()}” in its name, id, project, owner, host, tags, notes or group</> : "No live run matches these filters"}
        {text && others.length > 0 ? ` and matches ${others.join(", ")}` : ""}. Fewer or shorter words find more; <a href={pastUrl(text)}>the history</a> has the runs of the past too.{" "}
        <button type="button" class="plain" onClick={clear}>Clear all</button>
      </Nothing>
      <div class="snippets"><Snippet title="The same in a terminal" text={`./gradwatch sql --server ${location.origin} "${pastQuery(text).replaceAll("\n", " ").replaceAll('"', '\\"')}"`} /></div>
    </>
  );
}

function Selection({ selected, clear }: { selected: string[]; clear: () => void }) {
  const url = `/compare?${new URLSearchParams(selected.map((run) => ["run", run]))}`;
  return (
    <div class="selection" role="status">
      <span>{plural(selected.length, "run")} chosen{selected.length === mostCompared ? ", which is the most" : ""}</span>
      <a class="button" href={url}>Compare</a>
      <button type="button" class="plain" onClick={clear}>Clear</button>
    </div>
  );
}

function exportRuns(rows: RunRow[]): void {
  const columns = Object.keys(rows[0]) as (keyof RunRow)[];
  save("runs.csv", "text/csv", toCsv(columns, rows.map((row) => columns.map((column) => row[column]))));
}

/** The SQL page with all runs that the history has, those that are live no more too. */
function pastUrl(text: string): string {
  return `/sql?${new URLSearchParams({ q: pastQuery(text) })}`;
}

function pastQuery(text: string): string {
  const words = text.trim().split(/\s+/).filter(Boolean);
  const each = words.map((word) => `concat_ws(' ', run, name, project, owner, host) ILIKE '%${word.replaceAll("'", "''")}%'`);
  const where = each.length > 0 ? `\nWHERE ${each.join("\n  AND ")}` : "";
  return `SELECT run, name, project, owner, started, ended, outcome, last_step, loss, best_loss\nFROM runs${where}\nORDER BY started DESC`;
}
