import { expect, it } from "vitest";
import type { Note } from "../src/api/types";
import { positionOn } from "../src/chart/axis";
import type { Bucket } from "../src/live/points";
import { noteMarks, placeWords, stepAt, withNotes } from "../src/note/marks";

const note = (parts: Partial<Note>): Note => ({ run: "r", id: "n", series: "", step: null, last_step: null, text: "words", by: "ada", via: "page", at_millis: 0, changed_millis: null, changed_by: "", ...parts });
const bucket = (attempt: number, step: number): Bucket => ({ attempt, step, lastStep: step + 9, millis: 1_000 * (attempt * 1_000 + step) }) as Bucket;
const buckets = [bucket(0, 0), bucket(0, 10), bucket(0, 20), bucket(1, 10), bucket(1, 20)];
const bySteps = { series: "loss", buckets, position: positionOn("step", 0, null), bySteps: true };
const byTime = { series: "loss", buckets, position: positionOn("time", 0, null), bySteps: false };

it("a note stands on the charts of its series, one without a series on all, one on the whole run on none", () => {
  const notes = [note({ id: "a", step: 5, series: "loss" }), note({ id: "b", step: 6, series: "gradient_norm" }), note({ id: "c", step: 7 }), note({ id: "d" })];
  expect(noteMarks(notes, bySteps).map(({ id, x }) => [id, x])).toEqual([["a", 5], ["c", 7]]);
});

it("on an axis of time a note stands where its step was, by the last attempt that did it, and nowhere where it is not in view", () => {
  const notes = [note({ id: "first", step: 3 }), note({ id: "again", step: 15, last_step: 24 }), note({ id: "out", step: 99 })];
  expect(noteMarks(notes, byTime).map(({ id, x, until }) => [id, x, until])).toEqual([["first", 0, null], ["again", 1_010, 1_020]]);
});

it("a range whose end is not in view stands at its beginning", () => {
  expect(noteMarks([note({ step: 15, last_step: 99 })], byTime)[0]).toMatchObject({ x: 1_010, until: 1_010 });
});

it("a place on the axis is a step", () => {
  expect(stepAt(11.6, bySteps)).toBe(12);
  expect(stepAt(-3, bySteps)).toBe(0);
  expect(stepAt(1_013, byTime)).toBe(19);
  expect(stepAt(5, { ...byTime, buckets: [] })).toBeNull();
});

it("places are told in words", () => {
  expect(placeWords(note({}))).toBe("");
  expect(placeWords(note({ step: 1_200 }))).toBe("step 1,200");
  expect(placeWords(note({ step: 5, last_step: 9, series: "loss" }))).toBe("steps 5 to 9 of loss");
  expect(noteMarks([note({ step: 5 })], { ...bySteps, run: "a", colour: "red" })[0]).toMatchObject({ label: "a, step 5: words (ada)", colour: "red" });
});

it("a picture has a line for each note, beside those that it has", () => {
  const frame = { dividers: [{ x: 1, label: "attempt 1" }] };
  expect(withNotes(frame, [])).toBe(frame);
  expect(withNotes(frame, noteMarks([note({ step: 5, text: "x".repeat(90) })], bySteps)).dividers).toEqual([{ x: 1, label: "attempt 1" }, { x: 5, label: `step 5: ${"x".repeat(31)}…` }]);
});
