import { FirstRun, Snippet } from "../parts/snippets";
import { Nothing } from "../parts/states";

/** Parameters, beside the text, that leave fewer runs. */
const narrowing = new Set(["state", "verdict", "severity", "project", "owner", "host", "tag", "group", "where"]);

/** Notice for an empty list: the search and its alternatives, or the way to send a first run. */
export function NoRuns({ query, clear }: { query: URLSearchParams; clear: () => void }) {
  const text = query.get("text") ?? "";
  const others = [...query.keys()].filter((name, i, all) => narrowing.has(name) && query.get(name) && all.indexOf(name) === i).map((name) => (name === "where" ? "the conditions" : name));
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

/** The SQL page with all runs that the history has, those that are live no more too. */
export function pastUrl(text: string): string {
  return `/sql?${new URLSearchParams({ q: pastQuery(text) })}`;
}

function pastQuery(text: string): string {
  const words = text.trim().split(/\s+/).filter(Boolean);
  const each = words.map((word) => `concat_ws(' ', run, name, project, owner, host) ILIKE '%${word.replaceAll("'", "''")}%'`);
  const where = each.length > 0 ? `\nWHERE ${each.join("\n  AND ")}` : "";
  return `SELECT run, name, project, owner, started, ended, outcome, last_step, loss, best_loss\nFROM runs${where}\nORDER BY started DESC`;
}
