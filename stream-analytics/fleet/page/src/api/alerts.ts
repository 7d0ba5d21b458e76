import type { Wire } from "./numbers";

/** Alerts and silences, as the API answers them. */

export type Severity = "critical" | "warning" | "info";

export type AlertStatus = "firing" | "unrecovered" | "acknowledged" | "silenced" | "recovered";

export interface AlertRow {
  id: string;
  run: string;
  run_name: string;
  project: string;
  owner: string;
  detector: string;
  class: string;
  severity: Severity;
  state: "firing" | "recovered" | "unrecovered";
  resolution: string | null;
  attempt: number;
  rank: number | null;
  layer: string | null;
  split: string | null;
  onset_step: number;
  raised_step: number;
  raised_millis: number;
  /** -1 where no step tells. */
  ended_step: number | null;
  ended_millis: number | null;
  summary: string;
  /** How it stands for people. */
  status: AlertStatus;
  /** Whether it is still to be seen to: it fires, or its run ended with it of late and nobody has seen to it. */
  open: boolean;
  /** The silence that holds it back. */
  silence: { id: string; by: string; comment: string; since_millis: number; until_millis: number } | null;
  /** Who looks after it. */
  acknowledgement: { by: string; comment: string; at_millis: number; until_millis: number } | null;
  /** The series that it concerns: of a single alert alone. */
  series?: string;
}

export interface Advice {
  text: string;
  /** Item of the knowledge list, such as K2. */
  item: string;
}

/** The part that a number plays. A ratio is that of the next level over the next baseline of its series in the list. */
export type EvidenceRole = "level" | "baseline" | "ratio" | "share" | "certainty" | "count" | "duration" | "step" | "circumstance";

export interface Evidence {
  role: EvidenceRole;
  /** The series that it speaks of; empty for none. */
  series: string;
  /** For people. */
  name: string;
  value: Wire;
  unit: string;
  comparison: string;
  threshold: Wire | null;
}

export interface AlertDetail extends AlertRow {
  evidence: Evidence[];
  causes: Advice[];
  remedies: Advice[];
  transitions: { state: string; severity: Severity; step: number; millis: number }[];
}

export interface AlertList {
  alerts: AlertRow[];
  total: number;
  next_cursor: string | null;
}

export type MatcherField = "run" | "project" | "owner" | "class" | "detector" | "severity";

export interface Matcher {
  field: MatcherField;
  /** A name with * and ?, or a regular expression between slashes. */
  pattern: string;
}

export interface Silence {
  id: string;
  state: "active" | "pending" | "expired";
  matchers: Matcher[];
  created_by: string;
  comment: string;
  starts_millis: number;
  ends_millis: number;
}

export interface SilenceList {
  silences: Silence[];
  total: number;
  /** Why some may be missing. */
  problem: string | null;
}

/** What some matchers would mute now. */
export interface Preview {
  alerts: AlertRow[];
  total: number;
  /** Alerts that fire. */
  firing: number;
}
