import type { AlertDetail, PointsWire } from "../api/types";

/** An alert of a replayed run, and the row of the log at which it was raised. */
export type DrawnAlert = AlertDetail & { row: number };

/** A replayed run: its curves and alerts have the form of the service's answers. */
export interface DrawnRun {
  run: string;
  /** Rows of the log that were read. */
  rows: number;
  /** Reason why the log was not read to its end; null where it was. */
  problem: string | null;
  /** By id of a detector, the inputs that it lacked. */
  abstained: Record<string, string>;
  alerts: DrawnAlert[];
  curves: PointsWire[];
}

/** An alert in the list of all runs. */
export type ListedAlert = Pick<AlertDetail, "class" | "severity" | "state">;

/** A replayed run in the list of all. */
export interface ListedRun {
  run: string;
  /** Name of the file with its drawing. */
  page: string;
  rows: number;
  /** The first of its alerts, up to eight. */
  alerts: ListedAlert[];
  /** Its loss, in few points; null without one. */
  loss: PointsWire | null;
}
