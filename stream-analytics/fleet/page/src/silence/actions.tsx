import { useState } from "preact/hooks";
import type { ApiError } from "../api/client";
import { change } from "../api/client";
import type { AlertRow } from "../api/types";
import { alertUrl } from "../route/router";
import { askForSilence } from "./host";
import { givenName } from "./who";

/** A change that is asked for by a click: whether it is under way, why it was refused, and a notice of that. */
export function useChange() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const run = (asked: () => Promise<unknown>) => {
    setBusy(true);
    setError(null);
    asked().catch((refusal: ApiError) => setError(refusal)).finally(() => setBusy(false));
  };
  return { busy, error, run, notice: error && <p class="refused" role="alert">{error.message}.</p> };
}

/** Acknowledges the alert, or withdraws its acknowledgement. The stream brings the new status. */
export function acknowledge(alert: AlertRow): Promise<unknown> {
  const path = `${alertUrl(alert.id)}/acknowledgement`;
  return alert.acknowledgement ? change("DELETE", path) : change("POST", path, { by: givenName() ?? "", via: "page" });
}

/** Ends a silence now. */
export function endSilence(id: string): Promise<unknown> {
  return change("DELETE", `/silences/${encodeURIComponent(id)}`);
}

const shapes = {
  acknowledge: "M8 3.5C4.2 3.5 1.5 8 1.5 8S4.2 12.5 8 12.5 14.5 8 14.5 8 11.8 3.5 8 3.5zM8 10.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z",
  silence: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM3.8 12.2l8.4-8.4",
};

function Icon({ shape }: { shape: keyof typeof shapes }) {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={shapes[shape]} fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round" />
    </svg>
  );
}

/** Actions in the row of an alert that fires, or with which its run ended. */
export function LineActions({ alert }: { alert: AlertRow }) {
  const { busy, run, notice } = useChange();
  if (alert.state === "recovered") {
    return <span class="alert-actions" />;
  }
  const mine = alert.acknowledgement !== null;
  const name = alert.run_name || alert.run;
  return (
    <>
      <span class="alert-actions">
        <button type="button" class="icon" aria-pressed={mine} disabled={busy} title={mine ? "Take the acknowledgement back" : "Acknowledge"}
          aria-label={mine ? `Take back that somebody looks after ${name}` : `Acknowledge ${name}`} onClick={() => run(() => acknowledge(alert))}><Icon shape="acknowledge" /></button>
        <button type="button" class="icon" title="Silence" aria-label={`Silence ${name}`} onClick={() => askForSilence(alert)}><Icon shape="silence" /></button>
      </span>
      {notice}
    </>
  );
}

/** Acknowledges all of `alerts` that are not acknowledged yet, one by one. */
export async function acknowledgeAll(alerts: AlertRow[]): Promise<void> {
  for (const alert of alerts.filter((one) => one.acknowledgement === null)) {
    await acknowledge(alert);
  }
}

/** Actions on several alerts at once; `what` names them. */
export function GroupActions({ alerts, what }: { alerts: AlertRow[]; what: string }) {
  const { busy, run, notice } = useChange();
  return (
    <>
      <span class="alert-actions">
        {alerts.some((alert) => alert.acknowledgement === null) && (
          <button type="button" class="icon" disabled={busy} title={`Acknowledge all ${alerts.length}`} aria-label={`Acknowledge all: ${what}`} onClick={() => run(() => acknowledgeAll(alerts))}><Icon shape="acknowledge" /></button>
        )}
      </span>
      {notice}
    </>
  );
}

/** Actions on the page of an alert. */
export function PageActions({ alert }: { alert: AlertRow }) {
  const { busy, run, notice } = useChange();
  if (alert.state === "recovered") {
    return null;
  }
  return (
    <>
      <p class="page-actions-bar">
        <button type="button" disabled={busy} onClick={() => run(() => acknowledge(alert))}><Icon shape="acknowledge" />{alert.acknowledgement ? "Take the acknowledgement back" : "Acknowledge"}</button>
        <button type="button" onClick={() => askForSilence(alert)}><Icon shape="silence" />{alert.silence ? "Silence more" : "Silence"}</button>
        {alert.silence && <button type="button" disabled={busy} onClick={() => run(() => endSilence(alert.silence!.id))}>End the silence</button>}
      </p>
      {notice}
    </>
  );
}
