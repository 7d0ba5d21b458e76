import { expect, it } from "vitest";
import { decodeHeat, lastStepOf, movedBy } from "../src/chart/heat";
import { binsOf, decades, extentOf, highestShare, powerText, shareTicks } from "../src/histogram/bins";
import { shapesOf, shapesSvg, type Colours } from "../src/histogram/shapes";
import type { Histogram } from "../src/api/types";

function histogram(bins: { negative?: Record<number, number>; positive?: Record<number, number> }, elements = 100): Histogram {
  const counts = (of: Record<number, number> = {}) => Array.from({ length: 64 }, (_, i) => of[i - 40] ?? 0);
  return { layer: "fc", kind: "gradient", step: 10, attempt: 0, first_step: 0, last_step: 20, previous_step: 0, next_step: 20, elements, zero: 0, nan: 0, infinity: 0, lowest_exponent: -40, negative: counts(bins.negative), positive: counts(bins.positive) };
}

const colours: Colours = { page: "#fff", ink: "#000", soft: "#555", line: "#eee", nonFinite: "#b07", bars: "#07b", outline: "#d50" };

it("has the part of all elements in each bin, by exponent", () => {
  const bins = binsOf(histogram({ negative: { [-3]: 25 }, positive: { [-40]: 5, 23: 10 } }));
  expect([...bins.negative]).toEqual([[-3, 0.25]]);
  expect([...bins.positive]).toEqual([[-40, 0.05], [23, 0.1]]);
  expect(highestShare([bins])).toBe(0.25);
});

it("shows the signs and sizes that are there, of what it is compared with too", () => {
  const [shown, other] = [binsOf(histogram({ positive: { [-3]: 1, [-10]: 1 } })), binsOf(histogram({ negative: { 2: 1 } }))];
  expect(extentOf([shown])).toEqual({ low: -10, high: -3, negative: false, positive: true });
  expect(extentOf([shown, other])).toEqual({ low: -10, high: 2, negative: true, positive: true });
  expect(extentOf([binsOf(histogram({ positive: { 0: 1 } }))])).toMatchObject({ low: -5, high: 0 });
  expect(extentOf([binsOf(histogram({}, 0))])).toBeNull();
});

it("has round shares up to the highest", () => {
  expect(shareTicks(0.33)).toEqual([0, 0.1, 0.2, 0.30000000000000004, 0.4]);
  expect(shareTicks(1)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(shareTicks(0.004).at(-1)).toBeCloseTo(0.004);
});

it("names powers of ten between its edges", () => {
  const extent = { low: -10, high: 3, negative: true, positive: true };
  expect(decades(extent, 10)).toEqual([-3, -2, -1, 0, 1]);
  expect(decades(extent, 3)).toEqual([-2, 0]);
  expect([-40, -3, -1, 0, 2, 3].map((power) => powerText(power, false))).toEqual(["10⁻⁴⁰", "10⁻³", "0.1", "1", "100", "10³"]);
  expect(powerText(-3, true)).toBe("−10⁻³");
});

it("draws a bar a bin, negative ones mirrored, and the outline of what it is compared with", () => {
  const shown = binsOf(histogram({ negative: { [-2]: 10 }, positive: { [-2]: 20, [-4]: 5 } }));
  const alone = shapesOf(shown, null, 600, 220, colours)!;
  const bars = alone.flatMap((shape) => (shape.kind === "path" && shape.fill === colours.bars ? [shape] : []));
  expect(bars.map((bar) => bar.title)).toEqual(["−2^-2 to −2^-1: 10 %", "2^-4 to 2^-3: 5 %", "2^-2 to 2^-1: 20 %"]);
  const edges = (d: string) => [Number(/^M([\d.]+)/.exec(d)![1]), Number(/H([\d.]+)/.exec(d)![1])];
  const [negative, , positive] = bars.map((bar) => edges(bar.d));
  const centre = (48 + 600 - 12) / 2;
  expect(negative[0] + positive[1]).toBeCloseTo(2 * centre);
  expect(negative[1]).toBeLessThan(centre);
  const both = shapesOf(shown, binsOf(histogram({ positive: { [-9]: 50 } })), 600, 220, colours)!;
  expect(both.filter((shape) => shape.kind === "path" && shape.stroke === colours.outline)).toHaveLength(2);
  expect(shapesOf(binsOf(histogram({}, 5)), null, 600, 220, colours)).toBeNull();
});

it("keeps all of its shapes within the drawing, and no name as markup", () => {
  const shapes = shapesOf(binsOf(histogram({ negative: { [-40]: 1, 23: 3 }, positive: { [-40]: 1, 23: 3 } })), null, 360, 220, colours)!;
  for (const shape of shapes) {
    const at = shape.kind === "text" ? [shape.x] : [...shape.d.matchAll(/[MH]([\d.]+)/g)].map((match) => Number(match[1]));
    expect(Math.min(...at)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...at)).toBeLessThanOrEqual(360);
  }
  expect(shapesSvg([{ kind: "text", words: "<b>&", x: 0, y: 0, fill: "#000", anchor: "end" }])).toContain("&#60;b&#62;&#38;");
});

it("knows the last step of a column and where arrow keys lead", () => {
  const heat = decodeHeat({ layers: ["a", "b"], step: [0, 100, 200], values: [[1, 1, 1], [1, 1, 1]], nan: [[0, 0, 0], [0, 0, 0]] });
  expect([0, 1, 2].map((column) => lastStepOf(heat, column))).toEqual([99, 199, 299]);
  expect(movedBy("ArrowDown", [0, 1], heat)).toEqual([1, 1]);
  expect(movedBy("ArrowDown", [1, 1], heat)).toEqual([1, 1]);
  expect(movedBy("ArrowLeft", [0, 0], heat)).toEqual([0, 0]);
  expect(movedBy("End", [1, 0], heat)).toEqual([1, 2]);
  expect(movedBy("Enter", [0, 0], heat)).toBeNull();
});
