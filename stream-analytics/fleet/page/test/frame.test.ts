import { describe, expect, it } from "vitest";
import { bucketAt, interpolate, positionOn, stepsBetween } from "../src/chart/axis";
import { curvesOf, joined, onScale, splitAttempts, stretches, type Drawing } from "../src/chart/frame";
import { logRange, logSplits, linearRange } from "../src/chart/scale";
import { formatTick, numbers } from "../src/chart/ticks";
import type { Bucket, Points } from "../src/live/points";

function bucket(step: number, value: number, more: Partial<Bucket> = {}): Bucket {
  const finite = Number.isFinite(value) ? value : null;
  return {
    attempt: 0, step, lastStep: step, millis: 1_000 * step, min: finite, max: finite, mean: finite, last: finite, count: 1,
    nan: Number.isNaN(value) ? 1 : 0, positive: value === Infinity ? 1 : 0, negative: value === -Infinity ? 1 : 0, smoothed: null, ...more,
  };
}

function points(buckets: Bucket[]): Points {
  return { run: "r", series: "loss", bucketSteps: 1, raw: true, attempts: [], buckets, smooth: 0, limit: 100 };
}

const plain: Drawing = { position: ({ step }) => step, y: { log: false, low: null, high: null }, smooth: false, superseded: false };
const logarithmic = { log: true, low: null, high: null };
const draw = (buckets: Bucket[], drawing: Partial<Drawing> = {}) => curvesOf(points(buckets), "loss", "#000000", { ...plain, ...drawing });

describe("curves", () => {
  it("breaks the line at what is not finite and marks it, with its kind", () => {
    const { curves, marks } = draw([bucket(0, 2), bucket(1, NaN), bucket(2, Infinity), bucket(3, 1)]);
    expect(curves[0].value).toEqual([2, null, null, 1]);
    expect(marks).toEqual([{ x: 1, until: 2, kind: "nan", count: 1 }, { x: 2, until: 3, kind: "positive", count: 1 }]);
  });

  it("breaks the line behind a bucket that holds a NaN among finite values, and keeps its band", () => {
    const { curves, marks } = draw([bucket(0, 2, { count: 10, nan: 1, min: 1, max: 9 }), bucket(10, 3, { count: 10 })]);
    expect(curves[0].x).toEqual([0, 6, 8, 10]);
    expect(curves[0].value).toEqual([2, 2, null, 3]);
    expect(curves[0].high.slice(0, 2)).toEqual([9, 9]);
    expect(marks[0]).toMatchObject({ kind: "nan", count: 1 });
  });

  it("draws a NaN that lasts as one stretch with the sum of its values", () => {
    const { marks } = draw([bucket(0, 1), ...[1, 2, 3].map((step) => bucket(step, NaN)), bucket(4, 1), bucket(5, NaN), bucket(6, 1)]);
    expect(stretches(marks)).toEqual([{ x: 1, until: 4, kind: "nan", count: 3 }, { x: 5, until: 6, kind: "nan", count: 1 }]);
  });

  it("shows the band of raw extremes behind a smoothed line", () => {
    const { curves } = draw([bucket(0, 2, { smoothed: 5, min: 1, max: 9, count: 4 })], { smooth: true });
    expect([curves[0].low[0], curves[0].value[0], curves[0].high[0]]).toEqual([1, 5, 9]);
  });
});

describe("a logarithmic axis", () => {
  it("marks zero and below instead of losing them", () => {
    const { curves, marks } = draw([bucket(0, 1), bucket(1, 0), bucket(2, -3), bucket(3, 0.1)], { y: logarithmic });
    expect(curves[0].value).toEqual([1, null, null, 0.1]);
    expect(marks.filter((mark) => mark.kind === "nonpositive").map((mark) => mark.x)).toEqual([1, 2]);
  });

  it("draws the band of a bucket on both sides of zero down to the smallest positive value", () => {
    expect(onScale(bucket(0, 2, { min: -1, max: 4, mean: 2, count: 9 }), { log: true, smooth: false }, 0.5)).toEqual({ value: 2, low: 0.5, high: 4, hidden: 1 });
    expect(onScale(bucket(0, -1, { min: -2, max: -0.5, count: 9 }), { log: true, smooth: false }, 0.5)).toEqual({ value: null, low: null, high: null, hidden: 1 });
  });

  it("has ticks at decades, closer where there are few and fewer where there are many", () => {
    expect(logSplits(0.9, 1_100)).toEqual([1, 10, 100, 1_000]);
    expect(logSplits(1, 20)).toEqual([1, 2, 5, 10, 20]);
    expect(logSplits(1e-30, 1e30).length).toBeLessThanOrEqual(9);
    expect(logSplits(3.1e-5, 3.3e-4)).toEqual([5e-5, 1e-4, 2e-4]);
  });

  it("has a range even when nothing is positive", () => {
    expect(logRange(null, null)).toEqual([0.1, 1]);
    expect(logRange(0, 5)).toEqual([0.1, 1]);
    const [low, high] = logRange(2, 2);
    expect(low).toBeLessThan(2);
    expect(high).toBeGreaterThan(2);
  });
});

describe("a linear axis", () => {
  it("gives room, but none below zero to what is not negative", () => {
    expect(linearRange(0, 10)).toEqual([0, 10.8]);
    expect(linearRange(-5, 5)[0]).toBeLessThan(-5);
    expect(linearRange(3, 3)).toEqual([2.7, 3.3]);
    expect(linearRange(null, null)).toEqual([0, 1]);
  });

  it("writes neighbouring ticks alike", () => {
    expect([0, 5e-4, 1e-3, 1.5e-3].map((tick, _, ticks) => formatTick(tick, ticks))).toEqual(["0", "5e−4", "1e−3", "1.5e−3"]);
    expect([0, 20_000, 40_000].map((tick, _, ticks) => formatTick(tick, ticks))).toEqual(["0", "20k", "40k"]);
    expect([0, 0.5, 1, 1.5].map((tick, _, ticks) => formatTick(tick, ticks))).toEqual(["0", "0.5", "1", "1.5"]);
  });

  it.each([
    [[9_999_000, 9_999_100, 9_999_200], ["9,999,000", "9,999,100", "9,999,200"]],
    [[1.00001, 1.00002, 1.00003], ["1.00001", "1.00002", "1.00003"]],
    [[-2e35, 0, 2e35], ["−2e35", "0", "2e35"]],
    [[1.5e-40, 2e-40], ["1.5e−40", "2e−40"]],
    [[100_000.25, 100_000.5], ["100,000.25", "100,000.5"]],
    [[-1_500, -1_000, -500, 0], ["−1,500", "−1,000", "−500", "0"]],
    [[1_200_000, 1_400_000], ["1.2M", "1.4M"]],
  ])("tells the ticks %j apart", (ticks, texts) => {
    expect(ticks.map((tick) => formatTick(tick, ticks))).toEqual(texts);
  });

  it("finds a distance between ticks for the largest numbers", () => {
    expect(numbers.filter((distance) => distance > 1e307 && Number.isFinite(distance)).length).toBeGreaterThan(0);
    expect(numbers.every((distance, i) => i === 0 || distance > numbers[i - 1])).toBe(true);
  });
});

describe("attempts", () => {
  const buckets = [0, 1, 2, 3].map((step) => bucket(step, 1)).concat([2, 3, 4].map((step) => bucket(step, 2, { attempt: 1, millis: 9_000 + step })));

  it("takes what a later attempt did again out of the curve", () => {
    const { current, superseded } = splitAttempts(buckets);
    expect(current.map(({ attempt, step }) => [attempt, step])).toEqual([[0, 0], [0, 1], [1, 2], [1, 3], [1, 4]]);
    expect(superseded.get(0)!.map(({ step }) => step)).toEqual([2, 3]);
  });

  it("gives superseded points a curve of their own on demand, and always a divider", () => {
    expect(draw(buckets).curves).toHaveLength(1);
    const shown = draw(buckets, { superseded: true });
    expect(shown.curves.map(({ superseded, x }) => [superseded, x])).toEqual([[false, [0, 1, 2, 3, 4]], [true, [2, 3]]]);
    expect(shown.dividers).toEqual([{ x: 2, label: "attempt 1" }]);
  });

  it("joins curves on one axis: null breaks, undefined belongs to another", () => {
    const frame = joined([draw([bucket(0, 1), bucket(2, NaN)]), draw([bucket(1, 7)])]);
    expect(frame.x).toEqual([0, 1, 2]);
    expect(frame.columns[2]).toEqual([1, undefined, null]);
    expect(frame.columns[5]).toEqual([undefined, 7, undefined]);
  });
});

describe("the x axis", () => {
  it("counts steps, seconds or tokens", () => {
    const at = { step: 10, millis: 61_000 };
    expect(positionOn("step", 0, null)(at)).toBe(10);
    expect(positionOn("time", 0, null)(at)).toBe(61);
    expect(positionOn("relative", 1_000, null)(at)).toBe(60);
    expect(positionOn("tokens", 0, { step: [0, 20], value: [0, 4_000] })(at)).toBe(2_000);
  });

  it("finds tokens beyond the ends on the same line", () => {
    expect(interpolate({ step: [10, 20], value: [100, 200] }, 30)).toBe(300);
    expect(interpolate({ step: [], value: [] }, 3)).toBeNaN();
  });

  it("turns a part of the axis back into steps", () => {
    const buckets = [0, 1, 2, 3].map((i) => bucket(10 * i, 1, { lastStep: 10 * i + 9 }));
    expect(stepsBetween(buckets, ({ millis }) => millis / 1_000, 9, 21)).toEqual([10, 29]);
    expect(stepsBetween(buckets, ({ step }) => step, 31, 32)).toBeNull();
    expect(bucketAt(buckets, 0, 15)!.step).toBe(10);
    expect(bucketAt(buckets, 3, 15)).toBeNull();
  });
});
