import type { AlertRow, AlertStatus } from "../api/types";
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
    case "expired":
      return `raised ${formatAge(now - alert.raised_millis)} ago`;
    default:
      return `for ${formatAge(now - alert.raised_millis)}`;
  }
}

/** Name of the person who silenced or acknowledged an alert; null where nobody did. */
export function standingBy(alert: AlertRow): string | null {
  const by = alert.status === "silenced" ? alert.silence!.by : alert.status === "acknowledged" ? alert.acknowledgement!.by : "";
  return by === "" ? null : by;
}

/** Silence and acknowledgement of an alert, with person, time, end and reason of each, and who was assigned. */
export function StandingFacts({ alert: { silence, acknowledgement, assignee }, now }: { alert: AlertRow; now: number }) {
  return (
    <>
      {silence && <Fact status="silenced" {...silence} since={silence.since_millis} now={now} />}
      {acknowledgement && <Fact status="acknowledged" {...acknowledgement} since={acknowledgement.at_millis} via={acknowledgement.via} now={now} />}
      {assignee && <p class="standing-fact"><strong>{assignee}</strong> looks after it</p>}
    </>
  );
}

function Fact({ status, by, comment, since, until_millis, via = "", now }: { status: AlertStatus; by: string; comment: string; since: number; until_millis: number; via?: string; now: number }) {
  return (
    <p class="standing-fact">
      <StatusMark status={status}> by {by || "somebody"}{via && via !== "page" ? ` from ${via}` : ""}, {formatAge(now - since)} ago, until {formatClock(until_millis, now)}</StatusMark>
      {comment && <q>{comment}</q>}
    </p>
  );
}
