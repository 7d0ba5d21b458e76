import type { ComponentChildren } from "preact";
import type { AlertStatus, RunRow, Severity, Silence } from "../api/types";
import { verdictWords } from "../format/verdict";
import { classWords } from "../format/words";

const severityShapes: Record<Severity, string> = {
  critical: "M6 1 11.5 11H.5z",
  warning: "M6 .5 11.5 6 6 11.5.5 6z",
  info: "M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z",
};

function Shape({ path, size = 10 }: { path: string; size?: number }) {
  return (
    <svg viewBox="0 0 12 12" width={size} height={size} aria-hidden="true">
      <path fill-rule="evenodd" d={path} />
    </svg>
  );
}

/** A severity by shape and colour, so that neither alone carries it. */
export function SeverityMark({ severity, named = false }: { severity: Severity; named?: boolean }) {
  return (
    <span class="severity" data-severity={severity}>
      <svg viewBox="0 0 12 12" width="11" height="11" role="img" aria-label={severity}>
        <path d={severityShapes[severity] ?? severityShapes.info} />
      </svg>
      {named && <span>{severity}</span>}
    </span>
  );
}

const stateShapes: Record<string, string> = {
  starting: "M6 1.7a4.3 4.3 0 1 0 0 8.6 4.3 4.3 0 0 0 0-8.6zm0 1.5a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6z",
  training: "M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z",
  stalled: "M2 2h3v8H2zM7 2h3v8H7z",
  silent: "M1 5.2h2.4v1.6H1zM4.8 5.2h2.4v1.6H4.8zM8.6 5.2H11v1.6H8.6z",
  crashed: "M2.4 1.2 6 4.8l3.6-3.6 1.2 1.2L7.2 6l3.6 3.6-1.2 1.2L6 7.2l-3.6 3.6-1.2-1.2L4.8 6 1.2 2.4z",
  finished: "M4.6 10.2.9 6.5l1.3-1.3 2.4 2.4L9.8 2.4l1.3 1.3z",
  stopped: "M2.2 2.2h7.6v7.6H2.2z",
};

/** Shape for a run that ended with a fault: a ring that is struck through. */
const brokenShape = "M6 .8a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 0 0 6 .8zm0 1.6a3.6 3.6 0 1 1 0 7.2 3.6 3.6 0 0 1 0-7.2zM5.2 3.4h1.6v5.2H5.2z";

/** The state of a run by shape, colour and word. One that ended with a fault has its words, and neither tick nor green. */
export function StateMark({ state, unrecovered, count }: { state: string; unrecovered?: string[]; count?: string }) {
  const verdict = verdictWords(state, unrecovered);
  return (
    <span class="run-state" data-state={state} data-verdict={verdict ? "unrecovered" : undefined} title={verdict ? `${state}, ${verdict}` : undefined}>
      <Shape path={verdict ? brokenShape : (stateShapes[state] ?? stateShapes.starting)} />
      {count !== undefined && <strong>{count}</strong>}
      <span>{state}{verdict && <>, <b>{verdict}</b></>}</span>
    </span>
  );
}

/** Runs that ended with a fault, by shape, colour and word. */
export function BrokenMark({ words, count }: { words: string; count: string }) {
  return <span class="run-state" data-verdict="unrecovered"><Shape path={brokenShape} /><strong>{count}</strong><span>{words}</span></span>;
}

const statusShapes: Record<AlertStatus, string> = {
  firing: "M4.8.8h2.4L6.9 7.4H5.1zM4.8 8.9h2.4v2.3H4.8z",
  acknowledged: "M6 2.4C2.9 2.4.6 6 .6 6S2.9 9.6 6 9.6 11.4 6 11.4 6 9.1 2.4 6 2.4zm0 1.5a2.1 2.1 0 1 1 0 4.2 2.1 2.1 0 0 1 0-4.2z",
  silenced: "M6 .8a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 0 0 6 .8zm0 1.5c.8 0 1.5.2 2.1.6L2.9 8.1A3.7 3.7 0 0 1 6 2.3zm0 7.4c-.8 0-1.5-.2-2.1-.6l5.2-5.2A3.7 3.7 0 0 1 6 9.7z",
  unrecovered: brokenShape,
  expired: stateShapes["silent"]!,
  recovered: stateShapes["finished"]!,
};

/** Status of an alert by shape, colour and word; `children` follow the word. */
export function StatusMark({ status, children }: { status: AlertStatus; children?: ComponentChildren }) {
  return <span class="alert-status" data-status={status}><Shape path={statusShapes[status]} size={11} /><span><b>{status}</b>{children}</span></span>;
}

const silenceShapes: Record<Silence["state"], string> = { active: statusShapes.silenced, pending: stateShapes["starting"]!, expired: stateShapes["finished"]! };

/** The state of a silence by shape, colour and word. */
export function SilenceMark({ state }: { state: Silence["state"] }) {
  return <span class="silence-state" data-state={state}><Shape path={silenceShapes[state]} size={11} />{state}</span>;
}

/** Alerts of a run, the worst first: those that fire, else those with which it ended. */
export function RunAlertMarks({ row }: { row: Pick<RunRow, "open_alerts" | "worst_class" | "unrecovered" | "unrecovered_alerts"> }) {
  if (row.worst_class !== null || !row.unrecovered || row.unrecovered.length === 0) {
    return <OpenAlerts counts={row.open_alerts} worst={row.worst_class} />;
  }
  return (
    <span class="ended-alerts">
      <OpenAlerts counts={row.unrecovered_alerts} worst={row.unrecovered[0]} />
      <span class="quiet">unrecovered</span>
    </span>
  );
}

/** Open alerts of a run, the worst first. */
export function OpenAlerts({ counts, worst }: { counts: Partial<Record<string, number>>; worst?: string | null }) {
  const severities = (["critical", "warning", "info"] as const).filter((severity) => (counts[severity] ?? 0) > 0);
  return (
    <span class="open-alerts">
      {severities.map((severity) => (
        <span class="open-count">
          <SeverityMark severity={severity} />
          {counts[severity]! > 1 ? counts[severity] : ""}
        </span>
      ))}
      {severities.length > 0 && worst && <span class="worst">{classWords(worst)}</span>}
    </span>
  );
}
