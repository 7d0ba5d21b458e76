import { expect, it } from "vitest";
import { decodeHeat, extended, halved, heatPart, heatRange } from "../src/chart/heat";
import type { Wire } from "../src/api/numbers";
import { curveStyle, heatColour } from "../src/chart/palette";

const heat = (step: number[], row: (number | "NaN" | null)[]) => decodeHeat({ layers: ["a"], step, values: [row as Wire[]], nan: [row.map(() => 0)] });

it("counts what is not finite and keeps it out of the scale of colours", () => {
  const made = heat([0, 10, 20, 30], [0.1, "NaN", 100, 0]);
  expect([...made.bad[0]]).toEqual([0, 1, 0, 0]);
  expect(heatRange(made)).toEqual([0.1, 100]);
  expect(heatRange(heat([0], [null]))).toBeNull();
  expect([0.1, 100, 0, Math.sqrt(10)].map((value) => Math.round(heatPart(value, [0.1, 100]) * 1_000) / 1_000)).toEqual([0, 1, 0, 0.5]);
});

it("is extended by the columns that are new alone", () => {
  const made = extended(heat([0, 10], [1, 2]), heat([10, 20], [9, 3]));
  expect(made.step).toEqual([0, 10, 20]);
  expect([...made.values[0]]).toEqual([1, 2, 3]);
});

it("keeps the largest value and every NaN when columns are merged", () => {
  const made = halved(heat([0, 1, 2, 3, 4], [1, 5, "NaN", 2, 7]));
  expect(made.step).toEqual([0, 2, 4]);
  expect([...made.values[0]]).toEqual([5, 2, 7]);
  expect([...made.bad[0]]).toEqual([0, 1, 0]);
});

it("has colours from end to end, and twenty curves that differ", () => {
  expect([heatColour(0), heatColour(1), heatColour(-1), heatColour(2)]).toEqual(["rgb(0,32,76)", "rgb(255,233,69)", "rgb(0,32,76)", "rgb(255,233,69)"]);
  expect(new Set(Array.from({ length: 20 }, (_, i) => JSON.stringify(curveStyle(i)))).size).toBe(20);
});
