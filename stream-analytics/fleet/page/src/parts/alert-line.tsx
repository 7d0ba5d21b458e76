import type { AlertRow } from "../api/types";
import { formatAge } from "../format/duration";
import { formatCount } from "../format/number";
import { classWords } from "../format/words";
import { alertUrl } from "../route/router";
import { SeverityMark } from "./marks";

/** An alert on one line: what, where, since when. */
export function AlertLine({ alert, now, withRun = true }: { alert: AlertRow; now: number; withRun?: boolean }) {
  return (
    <a class="alert-line" href={alertUrl(alert.id)} data-row data-state={alert.state} data-severity={alert.severity}>
      <SeverityMark severity={alert.severity} />
      <span class="alert-what">
        <span class="alert-head">
          {withRun && <strong>{alert.run_name || alert.run}</strong>}
          <span class={withRun ? "alert-class" : "alert-class strong"}>{classWords(alert.class)}</span>
          <AlertScope alert={alert} />
        </span>
        <span class="alert-summary">{alert.summary}</span>
      </span>
      <span class="alert-since">
        <span>step {formatCount(alert.onset_step)}</span>
        <span class="quiet">{alert.state === "resolved" ? `resolved ${formatAge(now - (alert.resolved_millis ?? now))} ago` : `${formatAge(now - alert.raised_millis)} ago`}</span>
        {alert.acknowledged_by && <span class="quiet">acknowledged by {alert.acknowledged_by}</span>}
      </span>
    </a>
  );
}

/** The rank, layer or split that an alert is about. */
export function AlertScope({ alert }: { alert: AlertRow }) {
  const parts = [
    alert.rank === null ? null : `rank ${alert.rank}`,
    alert.layer,
    alert.split?.toLowerCase().replaceAll("_", "-"),
    alert.attempt > 0 ? `attempt ${alert.attempt}` : null,
  ].filter(Boolean);
  return parts.length > 0 ? <span class="scope">{parts.join(" · ")}</span> : null;
}

const order = { critical: 0, warning: 1, info: 2 };

/** The worst first, then the newest. */
export function byUrgency(a: AlertRow, b: AlertRow): number {
  return order[a.severity] - order[b.severity] || b.raised_millis - a.raised_millis;
}

/** `alerts` with `alert` in place of what had its id, or in front. */
export function withAlert(alerts: AlertRow[], alert: AlertRow): AlertRow[] {
  return alerts.some((one) => one.id === alert.id) ? alerts.map((one) => (one.id === alert.id ? { ...one, ...alert } : one)) : [alert, ...alerts];
}
