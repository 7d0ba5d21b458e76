import type { AlertRow } from "./alerts";
import type { Description } from "./description";
import type { Wire } from "./numbers";

/** What the API answers, field by field as it is on the wire. Times are milliseconds since 1970-01-01 UTC. */

export type RunState = "starting" | "training" | "stalled" | "silent" | "crashed" | "finished" | "stopped";
export type Counts = Partial<Record<string, number>>;

export interface Group {
  name: string;
  runs_by_state: Counts;
  steps_per_second: number;
  gpu_hours_used: number;
  gpu_hours_wasted: number;
  alerts_by_class: Counts;
}

export type GroupKey = "project" | "owner" | "host" | "gpu" | "cluster";

export interface Fleet {
  now_millis: number;
  runs_by_state: Counts;
  /** Those of the finished runs that did not end well. */
  finished_by_verdict: Counts;
  alerts_firing: Counts;
  /** Those of them that a silence covers. */
  alerts_silenced: Counts;
  /** Those with which runs ended and that nobody has seen to yet. */
  alerts_unrecovered: Counts;
  /** Runs that ended with one of these. */
  runs_unrecovered: number;
  steps_per_second: number;
  gpu_hours: { used: number; wasted: number };
  slower_than_baseline: { run: string; name: string; steps_per_second: number; baseline_steps_per_second: number }[];
  suspects: { host: string; runs: string[]; classes: string[] }[];
  groups: Group[];
}

export interface RunRow {
  run: string;
  name: string;
  project: string;
  owner: string;
  host: string;
  gpu: string;
  gpus: number | null;
  state: RunState;
  attempt: number;
  step: number | null;
  epoch: number | null;
  /** 0 to 1. */
  progress: number | null;
  time_left_millis: number | null;
  loss: Wire | null;
  best_loss: Wire | null;
  loss_step: number | null;
  learning_rate: Wire | null;
  gradient_norm: Wire | null;
  steps_per_second: number | null;
  started_millis: number | null;
  last_event_millis: number | null;
  last_step_millis: number | null;
  ended_millis: number | null;
  world_size: number | null;
  open_alerts: Counts;
  worst_class: string | null;
  /** Classes of the alerts with which the last attempt ended, the gravest first. */
  unrecovered: string[];
  unrecovered_alerts: Counts;
  verdict: "diverged" | "unrecovered" | null;
  /** Words by which people find it again. */
  tags: string[];
  /** Names the runs that it belongs with; empty where it belongs to none. */
  group: string;
}

export interface RunList {
  runs: RunRow[];
  total: number;
  next_cursor: string | null;
}

export interface Attempt {
  attempt: number;
  started_millis: number | null;
  ended_millis: number | null;
  outcome: string | null;
  first_step: number | null;
  last_step: number | null;
  exception: string | null;
  message: string | null;
}

export interface MetricRow {
  series: string;
  last: Wire | null;
  last_step: number | null;
  min: Wire | null;
  min_step: number | null;
  max: Wire | null;
  max_step: number | null;
  non_finite: number;
}

export interface RankRow {
  rank: number;
  host: string;
  step: number | null;
  step_duration_millis: Wire | null;
  data_wait_ratio: Wire | null;
  last_event_millis: number | null;
  slowest: boolean;
}

/** Over the ranks; null where none sent a value. */
export interface Spread {
  min: Wire | null;
  median: Wire | null;
  max: Wire | null;
}

export interface RunDetail extends RunRow {
  /** Whether it is in the live tables; else it is told as the history has it. */
  live: boolean;
  description: Description;
  attempts: Attempt[];
  metrics: MetricRow[];
  ranks: RankRow[];
  rank_spread?: Partial<Record<"step" | "step_duration_millis" | "data_wait_ratio", Spread>>;
  generalisation_gap: Wire | null;
  alerts: AlertRow[];
}

export interface SeriesInfo {
  name: string;
  split: string | null;
  points: number;
  first_step: number;
  last_step: number;
}

export interface AttemptRange {
  attempt: number;
  first_step: number;
  last_step: number;
  /** Values of the attempt. */
  count?: number;
}

/** The points of a curve of which the asker knows whose they are. */
export interface CurveWire {
  raw: boolean;
  bucket_steps: number;
  attempts: AttemptRange[];
  attempt: number[];
  step: number[];
  last_step: number[];
  time_millis: number[];
  min: (Wire | null)[];
  max: (Wire | null)[];
  mean: (Wire | null)[];
  last: (Wire | null)[];
  count: number[];
  nan: number[];
  positive_infinity: number[];
  negative_infinity: number[];
  smoothed: (Wire | null)[] | null;
}

export interface PointsWire extends CurveWire {
  run: string;
  series: string;
  rank: number | null;
}

export interface Tensors {
  layers: string[];
  step: number[];
  /** One row a layer, one column a step. */
  values: (Wire | null)[][];
  nan: number[][];
}

/** Who this browser is to the service. */
export interface Session {
  name: string;
  right: "read" | "write";
}

export interface Comparison {
  runs: (Pick<RunRow, "run" | "name" | "state" | "verdict" | "unrecovered"> & { points: CurveWire })[];
  configuration: { key: string; values: unknown[]; differs: boolean }[];
}

export interface SqlAnswer {
  columns: { name: string; type: string }[];
  rows: unknown[][];
  truncated: boolean;
  millis: number;
}

/** One step of one rank of one run, as the stream brings it. */
export interface StepEvent {
  run: string;
  attempt: number;
  rank: number | null;
  step: number;
  millis: number;
  /** By series, as all answers name them. */
  values: Record<string, Wire | null>;
  /** The split of an evaluation, with which the names of its values begin. */
  split?: string | null;
}
