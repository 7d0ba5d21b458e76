import type { AlertRow } from "../api/types";
import { plural } from "../format/number";
import { focusedRow, useKeys } from "../parts/shortcuts";
import { acknowledge, acknowledgeAll, useChange } from "../silence/actions";
import { askForSilence } from "../silence/host";
import { anyOf, draftsFor, longestPattern } from "../silence/matchers";
import type { Selection } from "./selection";

/** Matchers of a silence for these alerts, and what is like them. */
function draftsOfAll(alerts: AlertRow[]) {
  return draftsFor({ run: alerts.map(({ run }) => run), class: alerts.map((alert) => alert.class), detector: alerts.map(({ detector }) => detector) });
}

/** Actions on the chosen of `rows`, or by keys on the one in focus while none is chosen. */
export function AlertBulk({ selection, rows }: { selection: Selection; rows: AlertRow[] }) {
  const { busy, run, notice } = useChange();
  const chosen = rows.filter(({ id }) => selection.chosen.has(id));
  const meant = () => {
    const focused = focusedRow();
    return chosen.length > 0 ? chosen : rows.filter(({ id }) => id === focused);
  };
  const acknowledgeThem = (alerts: AlertRow[]) => run(() => (alerts.length === 1 ? acknowledge(alerts[0]) : acknowledgeAll(alerts.filter(({ state }) => state !== "recovered"))));
  const tooMany = anyOf([...new Set(chosen.map((alert) => alert.run))]).length > longestPattern;
  const silence = (alerts: AlertRow[]) => (alerts.length === 1 ? askForSilence(alerts[0]) : alerts.length > 1 && !tooMany && askForSilence(null, draftsOfAll(alerts)));
  // A key acknowledges and takes nothing back: it may be pressed again before the list tells of the first time.
  const acknowledgeByKey = () => {
    const open = meant().filter(({ acknowledgement }) => acknowledgement === null);
    busy || open.length === 0 || acknowledgeThem(open);
  };
  useKeys({ a: acknowledgeByKey, s: () => silence(meant()) });
  return chosen.length === 0 ? notice || null : (
    <div class="selection" role="region" aria-label="Chosen alerts">
      <span role="status">{plural(chosen.length, "alert")} chosen</span>
      <button type="button" disabled={busy} onClick={() => acknowledgeThem(chosen)}>{chosen.length === 1 && chosen[0].acknowledgement ? "Take the acknowledgement back" : "Acknowledge"}</button>
      <button type="button" disabled={tooMany} title={tooMany ? "Of too many runs for one silence: silence their project or class" : undefined} onClick={() => silence(chosen)}>Silence</button>
      <button type="button" class="plain" onClick={selection.clear}>Clear</button>
      {notice}
    </div>
  );
}
