import { useEffect, useRef, useState } from "preact/hooks";
import { sql, sqlFile, type ApiError, type downloads } from "../api/client";
import type { SqlAnswer } from "../api/types";
import { formatCount, plural } from "../format/number";
import { save } from "../format/save";
import { Failed, Loading, Nothing } from "../parts/states";
import { useTitle } from "../parts/title";
import { useParameters } from "../route/permalink";
import { runUrl } from "../route/router";
import { textOf } from "./run-tables";
import { SqlHelp } from "./sql-help";

/** Rows shown on the page; a download has all that the service gives. */
const shownRows = 1_000;

type State = { status: "idle" } | { status: "loading" } | { status: "error"; error: ApiError } | { status: "ready"; answer: SqlAnswer };

/** Queries over all runs, live and past. The query stands in the address, so that it can be passed on. */
export function SqlPage() {
  useTitle("SQL");
  const [query, setQuery] = useParameters();
  const asked = query.get("q") ?? "";
  const [text, setText] = useState(asked);
  const [state, setState] = useState<State>({ status: "idle" });
  const abort = useRef<AbortController>();

  const run = (question: string) => {
    abort.current?.abort();
    const mine = (abort.current = new AbortController());
    setState({ status: "loading" });
    sql(question, shownRows, mine.signal).then(
      (answer) => setState({ status: "ready", answer }),
      (error: ApiError) => mine.signal.aborted || setState({ status: "error", error }),
    );
  };
  const ask = () => {
    setQuery({ q: text.trim() || null });
    text.trim() && run(text);
  };
  useEffect(() => {
    asked && run(asked);
    return () => abort.current?.abort();
  }, []);
  return (
    <main class="sql">
      <header class="page-head"><h1>SQL</h1><p class="quiet">read-only, over the views runs, steps, evaluations, tensors, alerts and annotations</p></header>
      <form onSubmit={(event) => (event.preventDefault(), ask())}>
        <textarea aria-label="Query" spellcheck={false} rows={Math.min(16, Math.max(5, text.split("\n").length + 1))} value={text} placeholder="SELECT * FROM runs" data-search
          onInput={(event) => setText(event.currentTarget.value)} onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && ask()} />
        <div class="sql-bar">
          <button type="submit" class="button" disabled={text.trim() === ""}>Run</button>
          <span class="hint">Ctrl + Enter</span>
          <Downloads query={text} fail={(error) => setState({ status: "error", error })} />
        </div>
      </form>
      <Answer state={state} />
      <SqlHelp choose={(query) => (setText(query), scrollTo({ top: 0 }), document.querySelector<HTMLTextAreaElement>(".sql textarea")?.focus())} />
    </main>
  );
}

function Downloads({ query, fail }: { query: string; fail: (error: ApiError) => void }) {
  const [busy, setBusy] = useState(false);
  const take = (format: keyof typeof downloads) => {
    setBusy(true);
    sqlFile(query, format).then((blob) => save(`query.${format}`, blob.type, blob), fail).finally(() => setBusy(false));
  };
  return (
    <span class="downloads">
      {busy ? "fetching" : "download"}
      {(["csv", "parquet"] as const).map((format) => (
        <button type="button" class="plain" disabled={busy || query.trim() === ""} onClick={() => take(format)}>{{ csv: "CSV", parquet: "Parquet" }[format]}</button>
      ))}
    </span>
  );
}

function Answer({ state }: { state: State }) {
  switch (state.status) {
    case "idle":
      return <Nothing height={80}>Ask something, or begin with an example below. The answer appears here.</Nothing>;
    case "loading":
      return <Loading height={160} />;
    case "error":
      return <SqlFailed error={state.error} />;
    case "ready":
      return <Rows answer={state.answer} />;
  }
}

/** Error of a query. Where the database names a place in the query, its lines are shown as it wrote them. */
function SqlFailed({ error }: { error: ApiError }) {
  const [first, ...lines] = error.message.split("\n");
  if (lines.length === 0 || error.status === 401) {
    return <Failed error={error} />;
  }
  return (
    <div class="state-box failed sql-failed" role="alert">
      <span><strong>The query failed:</strong> {first}</span>
      <pre>{lines.join("\n").trim()}</pre>
    </div>
  );
}

function Rows({ answer: { columns, rows, truncated, millis } }: { answer: SqlAnswer }) {
  const numeric = columns.map(({ type }) => /INT|DOUBLE|FLOAT|DECIMAL|REAL/i.test(type));
  return (
    <>
      <p class="quiet sentence" aria-live="polite">{plural(rows.length, "row")} in {formatCount(millis)} ms{truncated ? "; there are more, which a download has" : ""}</p>
      {rows.length === 0 ? <Nothing height={120}>No row answers this. Conditions may be too narrow: names are compared letter by letter, <code>ILIKE '%part%'</code> is not; times are UTC.</Nothing> : (
        <div class="scroll tall">
          <table class="answer">
            <thead><tr>{columns.map(({ name, type }, i) => <th class={numeric[i] ? "number" : ""} title={type}>{name}</th>)}</tr></thead>
            <tbody>{rows.map((row) => <tr>{row.map((value, i) => <td class={numeric[i] ? "number" : ""}><Cell column={columns[i].name} value={value} /></td>)}</tr>)}</tbody>
          </table>
        </div>
      )}
    </>
  );
}

/** A value; a run is a link to its page. */
function Cell({ column, value }: { column: string; value: unknown }) {
  if (value === null) {
    return <span class="quiet">null</span>;
  }
  return column === "run" ? <a href={runUrl(textOf(value))}>{textOf(value)}</a> : <>{textOf(value)}</>;
}
