import { get } from "../api/client";
import type { AlertRow, RunRow } from "../api/types";
import { chartOfRuns } from "../explore/address";
import { toCsv } from "../format/csv";
import { formatCount, plural } from "../format/number";
import { save } from "../format/save";
import { useKeys } from "../parts/shortcuts";
import { acknowledgeAll, useChange } from "../silence/actions";
import { askForSilence } from "../silence/host";
import { anyOf, draftsFor, longestPattern } from "../silence/matchers";
import { plainValue } from "./cells";
import { columnOf, type Layout } from "./columns";
import { mostNamed, type Selection } from "./selection";

/** Alerts asked for of a run; no run has as many open ones. */
const mostAlerts = 1_000;

/** Actions on all chosen runs at once. */
export function BulkActions({ selection, rows, layout }: { selection: Selection; rows: RunRow[]; layout: Layout }) {
  const { busy, run, notice } = useChange();
  const chosen = [...selection.chosen];
  const inList = rows.filter((row) => selection.chosen.has(row.run));
  const many = chosen.length > mostNamed;
  const pattern = anyOf(chosen);
  const mute = () => pattern.length <= longestPattern && askForSilence(null, draftsFor({ run: chosen }));
  const acknowledge = () => run(async () => acknowledgeAll(await openAlerts(chosen)));
  useKeys({ a: () => busy || acknowledge(), s: mute });
  return (
    <div class="selection" role="region" aria-label="Chosen runs">
      <span role="status">{plural(chosen.length, "run")} chosen{chosen.length === mostNamed ? ", which is the most to compare" : ""}{outOfSightWords(chosen.length - inList.length)}</span>
      {many ? <button type="button" disabled title={`At most ${mostNamed} runs can be told apart on one chart`}>Compare</button> : <a class="button" href={`/compare?${new URLSearchParams(chosen.map((one) => ["run", one]))}`}>Compare</a>}
      {!many && <a class="button" href={chartOfRuns("parallel", chosen)}>Parallel coordinates</a>}
      {!many && <a class="button" href={chartOfRuns("scatter", chosen)}>Scatter</a>}
      <button type="button" disabled={busy} onClick={acknowledge}>Acknowledge their alerts</button>
      <button type="button" disabled={pattern.length > longestPattern} title={pattern.length > longestPattern ? "Too many for one silence: silence their project or owner" : undefined} onClick={mute}>Silence</button>
      <button type="button" class="plain" onClick={() => exportRuns(inList, layout)} disabled={inList.length === 0} title="Those of the chosen that are in the list">CSV</button>
      <button type="button" class="plain" onClick={selection.clear}>Clear</button>
      {notice}
    </div>
  );
}

/** Note on chosen runs that the list does not have: those of other filters, further pages and closed groups. */
export function outOfSightWords(runs: number): string {
  return runs === 0 ? "" : `, ${formatCount(runs)} of them not in the list`;
}

/** The open alerts of some runs, asked for one run at a time. */
async function openAlerts(runs: string[]): Promise<AlertRow[]> {
  const alerts: AlertRow[] = [];
  for (const run of runs) {
    alerts.push(...(await get<{ alerts: AlertRow[] }>("/alerts", { run, open: true, limit: mostAlerts })).alerts);
  }
  return alerts;
}

/** Hands rows to the reader as a file, with their id and the columns that are shown. */
export function exportRuns(rows: RunRow[], layout: Layout): void {
  const columns = layout.columns.map(({ id }) => columnOf(id));
  save("runs.csv", "text/csv", toCsv(["run", ...columns.map(({ id }) => id)], rows.map((row) => [row.run, ...columns.map((column) => plainValue(column, row))])));
}
