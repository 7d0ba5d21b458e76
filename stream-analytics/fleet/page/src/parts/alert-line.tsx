import type { AlertRow } from "../api/types";
import { formatCount } from "../format/number";
import { classWords } from "../format/words";
import { alertUrl } from "../route/router";
import { LineActions } from "../silence/actions";
import { SeverityMark } from "./marks";
import type { Selection } from "../table/selection";
import { Standing, standingBy } from "./standing";

/** An alert on one line: what, where, how it stands, and what can be done about it. */
export function AlertLine({ alert, now, withRun = true, selection }: { alert: AlertRow; now: number; withRun?: boolean; selection?: Selection }) {
  const by = standingBy(alert);
  return (
    <div class="alert-line" data-line data-selected={selection?.chosen.has(alert.id) ? "" : undefined} data-state={alert.state} data-status={alert.status} data-severity={alert.severity}>
      {selection && <input type="checkbox" class="alert-choice" checked={selection.chosen.has(alert.id)} aria-label={`Choose ${alert.run_name || alert.run}: ${classWords(alert.class)}`} onClick={(event) => selection.toggle(alert.id, event.shiftKey)} />}
      <a class="alert-link" href={alertUrl(alert.id)} data-row={alert.id}>
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
          <Standing alert={alert} now={now} />
          <span class="quiet">{alert.assignee ? <>{alert.assignee} · </> : by !== null && <>by {by} · </>}{alert.comments > 0 && <>{alert.comments} {alert.comments === 1 ? "comment" : "comments"} · </>}step {formatCount(alert.onset_step)}</span>
        </span>
      </a>
      <LineActions alert={alert} />
    </div>
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
const attention = { firing: 0, unrecovered: 0, acknowledged: 1, silenced: 2, recovered: 3 };

/** Order of alerts: first those that nobody looks after, then the gravest, then those that still fire, then the newest. */
export function byUrgency(a: AlertRow, b: AlertRow): number {
  return attention[a.status] - attention[b.status] || order[a.severity] - order[b.severity] || a.state.localeCompare(b.state) || b.raised_millis - a.raised_millis;
}

/** `alerts` with `alert` in place of what had its id, or in front. */
export function withAlert(alerts: AlertRow[], alert: AlertRow): AlertRow[] {
  return alerts.some((one) => one.id === alert.id) ? alerts.map((one) => (one.id === alert.id ? { ...one, ...alert } : one)) : [alert, ...alerts];
}
