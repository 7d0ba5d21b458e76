import { createContext } from "preact";
import { useContext, useMemo } from "preact/hooks";
import type { Note } from "../api/types";
import type { Position } from "../chart/axis";
import { useStream } from "../live/context";
import { useFetched } from "../live/fetched";
import type { Bucket } from "../live/points";
import type { XAxis } from "../route/permalink";
import { noteMarks, stepAt } from "./marks";
import type { ChartNotes } from "./pins";

/** The notes of a page, and the place that its reader chooses for a new one. */
export interface NoteBoard {
  notes: Note[];
  placing: boolean;
  /** Takes a place on a curve; null where notes cannot be written. */
  place: ((series: string, step: number) => void) | null;
}

export const NoteContext = createContext<NoteBoard>({ notes: [], placing: false, place: null });

/** Moves the focus to a note in the list of the page, where there is one. */
export function openNote(id: string): void {
  const item = [...document.querySelectorAll<HTMLElement>("[data-note-item]")].find((one) => one.dataset.noteItem === id);
  item?.scrollIntoView({ block: "center" });
  item?.focus();
}

/** The notes of the page on the chart of a series of its run. */
export function useChartNotes(series: string, buckets: Bucket[] | undefined, version: number, position: Position, axis: XAxis): ChartNotes {
  const { notes, placing, place } = useContext(NoteContext);
  return useMemo(() => {
    const drawing = { series, buckets: buckets ?? [], position, bySteps: axis === "step" };
    const put = (x: number) => {
      const step = stepAt(x, drawing);
      step !== null && place!(series, step);
    };
    return { marks: noteMarks(notes, drawing), placing, place: place && put, open: openNote };
  }, [notes, placing, place, series, buckets, version, position, axis]);
}

/** A run of a comparison, as one chart shows it. */
export interface ComparedRun {
  run: string;
  name: string;
  colour: string;
  buckets: Bucket[];
  position: Position;
}

/** The notes of the page on a chart of several runs, each in the colour of its run. */
export function useComparedNotes(series: string, runs: ComparedRun[], axis: XAxis, inputs: unknown[]): ChartNotes {
  const { notes } = useContext(NoteContext);
  return useMemo(() => {
    const marks = runs.flatMap(({ run, name, ...rest }) => noteMarks(notes.filter((note) => note.run === run), { series, bySteps: axis === "step", run: name, ...rest }));
    return { marks, placing: false, place: null, open: () => undefined };
  }, [notes, series, axis, ...inputs]);
}

/** The notes of some runs. */
export function useNotesOf(runs: string[]): NoteBoard {
  const { data, again } = useFetched<{ notes: Note[] }>(runs.length === 0 ? null : "/notes", { run: runs });
  useStream("notes", again, []);
  useStream("reset", again, []);
  return useMemo(() => ({ notes: data?.notes ?? [], placing: false, place: null }), [data]);
}
