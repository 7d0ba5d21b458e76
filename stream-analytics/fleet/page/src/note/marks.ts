import type { Note } from "../api/types";
import type { Position } from "../chart/axis";
import { formatCount } from "../format/number";
import type { Bucket } from "../live/points";

/** A note on the x axis of a chart. */
export interface NoteMark {
  id: string;
  x: number;
  /** Last place of a range; null for one step. */
  until: number | null;
  /** Colour of the curve that it is about, where a chart has several; null for that of all notes. */
  colour: string | null;
  label: string;
}

/** Place of a note in words: "step 120", "steps 120 to 180 of loss"; empty where it is about the whole run. */
export function placeWords({ series, step, last_step }: Pick<Note, "series" | "step" | "last_step">): string {
  if (step === null) {
    return "";
  }
  const steps = last_step === null ? `step ${formatCount(step)}` : `steps ${formatCount(step)} to ${formatCount(last_step)}`;
  return series ? `${steps} of ${series}` : steps;
}

/** Position of `step`; null where the axis is not that of steps and no bucket holds it. Of attempts that did it, the last counts. */
function positionOf(step: number, buckets: Bucket[], position: Position, bySteps: boolean): number | null {
  if (bySteps) {
    return step;
  }
  const bucket = buckets.findLast((one) => one.step <= step && step <= one.lastStep);
  return bucket ? position({ step, millis: bucket.millis }) : null;
}

/** Where and how a chart shows notes. */
export interface NoteDrawing {
  series: string;
  buckets: Bucket[];
  position: Position;
  /** True where the axis counts steps. */
  bySteps: boolean;
  colour?: string;
  /** Name of the run, where the chart shows several. */
  run?: string;
}

/** The notes that have a place on the chart of `series`. */
export function noteMarks(notes: Note[], { series, buckets, position, bySteps, colour, run }: NoteDrawing): NoteMark[] {
  return notes.flatMap((note) => {
    const x = note.step === null || (note.series && note.series !== series) ? null : positionOf(note.step, buckets, position, bySteps);
    if (x === null || !Number.isFinite(x)) {
      return [];
    }
    const until = note.last_step === null ? null : positionOf(note.last_step, buckets, position, bySteps) ?? x;
    const label = `${run ? `${run}, ` : ""}${placeWords({ ...note, series: "" })}: ${note.text}${note.by ? ` (${note.by})` : ""}`;
    return [{ id: note.id, x, until, colour: colour ?? null, label }];
  });
}

/** The step at a place of the x axis: on an axis of time or tokens the last one of the nearest bucket; null where there is none. */
export function stepAt(x: number, { buckets, position, bySteps }: Pick<NoteDrawing, "buckets" | "position" | "bySteps">): number | null {
  if (bySteps) {
    return Math.max(0, Math.round(x));
  }
  let nearest: Bucket | null = null;
  for (const bucket of buckets) {
    if (nearest === null || Math.abs(position(bucket) - x) <= Math.abs(position(nearest) - x)) {
      nearest = bucket;
    }
  }
  return nearest && nearest.lastStep;
}

/** Vertical lines of a picture for the notes of a chart, beside those that it has. */
export function withNotes<F extends { dividers: { x: number; label: string }[] }>(frame: F, marks: NoteMark[]): F {
  const cut = (label: string) => (label.length > 40 ? `${label.slice(0, 39)}…` : label);
  return marks.length === 0 ? frame : { ...frame, dividers: [...frame.dividers, ...marks.map(({ x, label }) => ({ x, label: cut(label) }))] };
}
