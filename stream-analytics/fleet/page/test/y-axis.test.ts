import { describe, expect, it } from "vitest";
import type { PointsWire } from "../src/api/types";
import { curvesOf } from "../src/chart/frame";
import { yScaleOf } from "../src/chart/y-axis";
import { decodePoints, type Bucket } from "../src/live/points";
import { answers } from "./fixtures";

const buckets = (values: number[]): Bucket[] =>
  values.map((value, step) => ({ attempt: 0, step, lastStep: step, millis: step, min: value, max: value, mean: value, last: value, count: 1, nan: 0, positive: 0, negative: 0, smoothed: null }));
const scale = (values: number[], choice: "auto" | "linear" | "log" = "auto") => yScaleOf(buckets(values), choice);
const falling = Array.from({ length: 100 }, (_, i) => 2 + 8 / (1 + i));

describe("the y axis of a chart", () => {
  it("leaves out a loss that explodes, marks each of its values at the edge, and keeps them for the legend", () => {
    const points = decodePoints(answers["/runs/huge/points?series=loss"].body as PointsWire, 0, 1_000);
    const y = yScaleOf(points.buckets, "auto");
    expect(y).toMatchObject({ log: false, low: expect.closeTo(1.55), high: 3 });
    const { curves, marks } = curvesOf(points, "loss", "#000000", { position: ({ step }) => step, y, smooth: false, superseded: false });
    const beyond = points.buckets.filter(({ max }) => max! > 3);
    expect(marks.map(({ kind, x }) => [kind, x])).toEqual(beyond.map(({ step }) => ["above", step]));
    expect(Math.max(...beyond.map(({ max }) => max!))).toBeGreaterThan(7e35);
    expect(curves[0].value.at(-1)).toBeLessThan(10);
    expect(curves[0].bucket.at(-1)!.max).toBeGreaterThan(7e35);
  });

  it("becomes logarithmic by itself where values span many orders, and shows them all", () => {
    expect(scale(Array.from({ length: 200 }, (_, i) => 10 ** (-i / 20)))).toEqual({ log: true, low: 10 ** -9.95, high: 1 });
    expect(scale([...falling, 30, 300, 3_000])).toMatchObject({ log: true, high: 3_000 });
    expect(scale(falling)).toEqual({ log: false, low: 2.08, high: 10 });
  });

  it("keeps a spike in sight", () => {
    expect(scale([...falling, 60, ...falling])).toMatchObject({ log: false, high: 60 });
    expect(scale([0, 0, 0, 0, 0, 0, 0, 0, 5, 0])).toMatchObject({ log: false, low: 0, high: 5 });
  });

  it("holds values of both signs, and leaves out what is a thousand times larger than they are", () => {
    expect(scale([-5, 3, -2, 4])).toEqual({ log: false, low: -5, high: 4 });
    expect(scale([-5, 3, -2, 4, -1e12])).toEqual({ log: false, low: -5, high: 4 });
    expect(curvesOf({ run: "r", series: "s", bucketSteps: 1, raw: true, attempts: [], buckets: buckets([-5, 3, -2, 4, -1e12]), smooth: 0, limit: 9 }, "s", "#000000",
      { position: ({ step }) => step, y: scale([-5, 3, -2, 4, -1e12]), smooth: false, superseded: false }).marks).toEqual([{ x: 4, until: 4, kind: "below", count: 1 }]);
  });

  it("holds constant curves and none", () => {
    expect(scale([3, 3, 3])).toEqual({ log: false, low: 3, high: 3 });
    expect(scale([0, 0])).toEqual({ log: false, low: 0, high: 0 });
    expect(scale([])).toEqual({ log: false, low: null, high: null });
  });

  it("is what the reader chose: linear without what explodes, logarithmic with all that is positive", () => {
    expect(scale([...falling, 1e5, 7e35], "linear")).toMatchObject({ log: false, high: 10 });
    expect(scale([-1, 0, ...falling, 7e35], "log")).toEqual({ log: true, low: 2.08, high: 7e35 });
    expect(scale([1, 2, 3], "linear").log).toBe(false);
  });
});
