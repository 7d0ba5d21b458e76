import { expect, it } from "vitest";
import { decodeHeat, extended, halved, heatPart, heatRange } from "../src/chart/heat";
import { heatSummary, heatTitle } from "../src/chart/heat-words";
import type { Wire } from "../src/api/numbers";
import { heatColour } from "../src/chart/palette";

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

it("has colours from end to end", () => {
  expect([heatColour(0), heatColour(1), heatColour(-1), heatColour(2)]).toEqual(["rgb(0,32,76)", "rgb(255,233,69)", "rgb(0,32,76)", "rgb(255,233,69)"]);
});

it("colours values of both signs linearly", () => {
  const range = heatRange(heat([0, 1, 2], [-2, 0.5, 6]))!;
  expect(range).toEqual([-2, 6]);
  expect([-2, 2, 6].map((value) => heatPart(value, range))).toEqual([0, 0.5, 1]);
  expect([...halved(heat([0, 1], [-9, 3])).values[0]]).toEqual([-9]);
});

it("is told in one sentence, with the first layer that broke", () => {
  const made = heat([0, 1_000], [0.5, "NaN"]);
  expect(heatSummary(made, heatTitle("gradient", "l2_norm"), heatRange(made))).toBe("Gradient norm of 1 layer over steps 0 to 1,000: from 0.5 to 0.5; not finite in 1 layer, first a.");
  expect(heatTitle("activation", "zero_count")).toBe("Activation zero elements");
});
