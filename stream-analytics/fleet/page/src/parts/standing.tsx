import type { AlertRow } from "../api/types";
import { formatAge, formatClock } from "../format/duration";
import { StatusMark } from "./marks";

/** Status of an alert, with its start and end. */
export function Standing({ alert, now }: { alert: AlertRow; now: number }) {
  return <StatusMark status={alert.status}> {sinceWords(alert, now)}</StatusMark>;
}

function sinceWords(alert: AlertRow, now: number): string {
  switch (alert.status) {
    case "recovered":
    case "unrecovered":
      return `${formatAge(now - (alert.ended_millis ?? now))} ago`;
    case "silenced":
      return `until ${formatClock(alert.silence!.until_millis, now)}`;
    case "acknowledged":
      return `${formatAge(now - alert.acknowledgement!.at_millis)} ago`;
    default:
      return `for ${formatAge(now - alert.raised_millis)}`;
  }
}

/** Name of the person who silenced or acknowledged an alert; null where nobody did. */
export function standingBy(alert: AlertRow): string | null {
  const by = alert.status === "silenced" ? alert.silence!.by : alert.status === "acknowledged" ? alert.acknowledgement!.by : "";
  return by === "" ? null : by;
}

/** Silence and acknowledgement of an alert: person, time, end and reason of each. */
export function StandingFacts({ alert, now }: { alert: AlertRow; now: number }) {
  const { silence, acknowledgement } = alert;
  return (
    <>
      {silence && (
        <p class="standing-fact">
          <StatusMark status="silenced"> by {silence.by || "somebody"}, {formatAge(now - silence.since_millis)} ago, until {formatClock(silence.until_millis, now)}</StatusMark>
          {silence.comment && <q>{silence.comment}</q>}
        </p>
      )}
      {acknowledgement && (
        <p class="standing-fact">
          <StatusMark status="acknowledged"> by {acknowledgement.by || "somebody"}, {formatAge(now - acknowledgement.at_millis)} ago, until {formatClock(acknowledgement.until_millis, now)}</StatusMark>
          {acknowledgement.comment && <q>{acknowledgement.comment}</q>}
        </p>
      )}
    </>
  );
}
