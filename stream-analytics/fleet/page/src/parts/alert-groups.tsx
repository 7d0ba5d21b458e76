import { useState } from "preact/hooks";
import type { AlertRow } from "../api/types";
import { formatAge } from "../format/duration";
import { formatCount, plural } from "../format/number";
import { classWords } from "../format/words";
import { GroupActions } from "../silence/actions";
import { AlertLine } from "./alert-line";
import { SeverityMark, StatusMark } from "./marks";

/** Alerts that say the same of several runs. */
export interface AlertGroup {
  key: string;
  alerts: AlertRow[];
  runs: number;
}

/** From this many runs on, equal alerts stand in one row. Own choice: two still tell more apart. */
const grouped = 3;

/** Alerts in their order, those of one class, project and detector that stand alike together at the place of the first. */
export function groupsOf(alerts: AlertRow[]): AlertGroup[] {
  const groups = new Map<string, AlertRow[]>();
  for (const alert of alerts) {
    const key = JSON.stringify([alert.class, alert.project, alert.detector, alert.status]);
    groups.set(key, [...(groups.get(key) ?? []), alert]);
  }
  return [...groups].flatMap(([key, list]) => {
    const runs = new Set(list.map((alert) => alert.run)).size;
    return runs < grouped ? list.map((alert) => ({ key: alert.id, alerts: [alert], runs: 1 })) : [{ key, alerts: list, runs }];
  });
}

/** A list of alerts, in which equal ones of several runs are one row that opens. */
export function AlertGroups({ alerts, now, most }: { alerts: AlertRow[]; now: number; most: number }) {
  return (
    <div class="alert-list">
      {groupsOf(alerts).slice(0, most).map(({ key, alerts: list, runs }) => (list.length === 1 ? <AlertLine key={key} alert={list[0]} now={now} /> : <Group key={key} alerts={list} runs={runs} now={now} />))}
    </div>
  );
}

/** Runs shown of a group that is open; the rest is behind a link. */
const shown = 50;

/** Time of the last change of an alert: its end, else its start. */
function sinceMillis(alert: AlertRow): number {
  return alert.ended_millis ?? alert.raised_millis;
}

function Group({ alerts, runs, now }: { alerts: AlertRow[]; runs: number; now: number }) {
  const [open, setOpen] = useState(false);
  const newest = alerts.reduce((a, b) => (sinceMillis(b) > sinceMillis(a) ? b : a));
  const oldest = alerts.reduce((a, b) => (sinceMillis(b) < sinceMillis(a) ? b : a));
  const worst = alerts.find((alert) => alert.severity === "critical") ?? alerts.find((alert) => alert.severity === "warning") ?? newest;
  const id = `group-${newest.class}-${newest.project}-${newest.detector}-${newest.status}`.replace(/[^\w-]+/g, "_");
  // Of the standings that the list knows: those that are open.
  const all = `/alerts?${new URLSearchParams({ state: "open", class: newest.class, ...(newest.project ? { project: newest.project } : {}) })}`;
  return (
    <div class="alert-group" data-severity={worst.severity} data-status={newest.status}>
      <div class="alert-group-row">
        <button type="button" class="alert-group-head" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          <SeverityMark severity={worst.severity} />
          <span class="alert-what">
            <span class="alert-head">
              <strong>{plural(runs, "run")}</strong>
              <span class="alert-class">{classWords(newest.class)}</span>
              {newest.project && <span class="scope">{newest.project}</span>}
            </span>
            <span class="alert-summary">{newest.run_name || newest.run}: {newest.summary}</span>
          </span>
          <span class="alert-since">
            <StatusMark status={newest.status}>, newest {formatAge(now - sinceMillis(newest))} ago</StatusMark>
            <span class="quiet">first {formatAge(now - sinceMillis(oldest))} ago{alerts.length > runs ? ` · ${plural(alerts.length, "alert")}` : ""}</span>
          </span>
          <span class="alert-group-sign" aria-hidden="true">{open ? "−" : "+"}</span>
        </button>
        <GroupActions alerts={alerts} what={`${plural(runs, "run")} ${classWords(newest.class)}`} />
      </div>
      <div id={id} class="alert-group-runs" hidden={!open}>
        {open && alerts.slice(0, shown).map((alert) => <AlertLine key={alert.id} alert={alert} now={now} />)}
        {open && alerts.length > shown && <a href={all}>all {formatCount(alerts.length)}</a>}
      </div>
    </div>
  );
}
