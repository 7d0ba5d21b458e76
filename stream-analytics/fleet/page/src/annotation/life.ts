import type { AlertDetail, Severity } from "../api/types";

/** Moment of the life of an alert: what happened, who did it, at which step (null where none tells), and when. */
export interface Moment {
  what: string;
  state: string;
  severity: Severity;
  by: string;
  step: number | null;
  millis: number;
}

/** The life of an alert in order of time: what the stream showed, and what people did about it. */
export function lifeOf(alert: AlertDetail): Moment[] {
  const severity = alert.severity;
  const moments: Moment[] = alert.transitions.map((one) => ({
    what: one.state === "firing" ? one.severity : one.state,
    state: one.state,
    severity: one.severity,
    by: "",
    step: one.step,
    millis: one.millis,
  }));
  const person = (what: string, by: string, via: string, millis: number) => moments.push({ what, state: "person", severity, by: via && via !== "page" ? `${by} from ${via}` : by, step: null, millis });
  const { acknowledgement, silence } = alert;
  acknowledgement && person("acknowledged", acknowledgement.by, acknowledgement.via, acknowledgement.at_millis);
  silence && person("silenced", silence.by, "", silence.since_millis);
  for (const one of alert.annotations) {
    one.kind === "assignment" && person(`assigned to ${one.assignee}`, one.by, one.via, one.at_millis);
    one.kind === "comment" && person("commented", one.by, one.via, one.at_millis);
  }
  return moments.sort((a, b) => a.millis - b.millis);
}
