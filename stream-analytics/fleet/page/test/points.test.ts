import { describe, expect, it } from "vitest";
import type { PointsWire, StepEvent } from "../src/api/types";
import { arrivalOf } from "../src/chart/wanted";
import { append, coarsen, decodePoints, finiteCount, nonFinite, type Points } from "../src/live/points";

function wire(values: (number | "NaN" | "Infinity" | "-Infinity")[], more: Partial<PointsWire> = {}): PointsWire {
  const count = (text: string) => values.map((value) => (value === text ? 1 : 0));
  return {
    run: "r", series: "loss", rank: 0, raw: true, bucket_steps: 1, attempts: [{ attempt: 0, first_step: 0, last_step: values.length - 1, count: values.length }],
    attempt: values.map(() => 0), step: values.map((_, i) => i), last_step: values.map((_, i) => i), time_millis: values.map((_, i) => 1_000 * i),
    min: values, max: values, mean: values, last: values, count: values.map(() => 1), nan: count("NaN"), smoothed: null,
    positive_infinity: count("Infinity"), negative_infinity: count("-Infinity"), ...more,
  };
}

function raw(values: Parameters<typeof wire>[0], limit = 100, smooth = 0): Points {
  return decodePoints(wire(values), smooth, limit);
}

const at = (step: number, value: number, attempt = 0) => ({ attempt, step, millis: 1_000 * step, value });

describe("points that the stream grows", () => {
  it("keeps NaN and infinities apart from absent values", () => {
    const points = raw([1, "NaN", "Infinity", "-Infinity"]);
    expect(points.buckets.map((bucket) => bucket.last)).toEqual([1, null, null, null]);
    expect(nonFinite(points.buckets)).toEqual({ nan: 1, positive: 1, negative: 1 });
  });

  it("adds the next step as a raw point", () => {
    const points = raw([3, 2]);
    expect(append(points, at(2, 1.5))).toBe(true);
    expect(points.buckets.at(-1)).toMatchObject({ step: 2, min: 1.5, max: 1.5, count: 1 });
    expect(points.attempts[0].last_step).toBe(2);
  });

  it("leaves out what a stream repeats after a reconnect", () => {
    const points = raw([3, 2, 1]);
    expect([at(1, 9), at(2, 9)].map((arrival) => append(points, arrival))).toEqual([false, false]);
    expect(points.buckets.map((bucket) => bucket.last)).toEqual([3, 2, 1]);
  });

  it("widens the last bucket until its steps are full, and keeps a spike and a NaN in it", () => {
    const points = decodePoints(wire([5], { raw: false, bucket_steps: 4 }), 0, 100);
    [at(1, 80), at(2, NaN), at(3, 3), at(4, 2)].forEach((arrival) => append(points, arrival));
    expect(points.buckets).toHaveLength(2);
    expect(points.buckets[0]).toMatchObject({ step: 0, lastStep: 3, min: 3, max: 80, last: 3, count: 4, nan: 1 });
    expect(points.buckets[0].mean).toBeCloseTo((5 + 80 + 3) / 3);
    expect(points.buckets[1]).toMatchObject({ step: 4, lastStep: 4 });
  });

  it("begins anew where an attempt goes back, and ignores the attempt that it replaced", () => {
    const points = raw([4, 3, 2]);
    expect(append(points, at(1, 2.9, 1))).toBe(true);
    expect(append(points, at(3, 1, 0))).toBe(false);
    expect(points.attempts).toEqual([{ attempt: 0, first_step: 0, last_step: 2 }, { attempt: 1, first_step: 1, last_step: 1 }]);
  });

  it("merges pairs when it has grown too long, and loses no extreme and no count", () => {
    const points = raw([1], 10);
    for (let step = 1; step < 1_000; step++) {
      append(points, at(step, step === 417 ? 99 : step === 600 ? NaN : 1));
    }
    expect(points.buckets.length).toBeLessThanOrEqual(20);
    expect(points.raw).toBe(false);
    expect(Math.max(...points.buckets.map((bucket) => bucket.max!))).toBe(99);
    expect(points.buckets.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(1_000);
    expect(points.buckets.reduce((sum, bucket) => sum + finiteCount(bucket), 0)).toBe(999);
  });

  it("never merges over the border of two attempts", () => {
    const points = raw([1]);
    append(points, at(0, 2, 1));
    append(points, at(1, 3, 1));
    coarsen(points);
    expect(points.buckets.map(({ attempt, count }) => [attempt, count])).toEqual([[0, 1], [1, 2]]);
  });

  it("goes on with the smoothed curve from where the service left it", () => {
    const points = decodePoints(wire([4, 4], { smoothed: [4, 4] }), 4, 100);
    append(points, at(2, 8));
    append(points, at(3, NaN));
    append(points, at(4, 9));
    expect(points.buckets.map((bucket) => bucket.smoothed)).toEqual([4, 4, 5, null, 6]);
  });
});

describe("what of an event concerns a chart", () => {
  const wanted = { run: "r", series: "loss", rank: null, from: null, to: null, smooth: 0, points: 100 };
  const event: StepEvent = { run: "r", attempt: 0, rank: 0, step: 7, millis: 7_000, values: { loss: "NaN", __proto__: 1 } as never };

  it("takes the value of its run, rank and series", () => {
    expect(arrivalOf(event, wanted)).toEqual([{ attempt: 0, step: 7, millis: 7_000, value: NaN }]);
    expect(arrivalOf({ ...event, run: "other" }, wanted)).toEqual([]);
    expect(arrivalOf({ ...event, rank: 3 }, wanted)).toEqual([]);
    expect(arrivalOf(event, { ...wanted, series: "accuracy" })).toEqual([]);
    expect(arrivalOf(event, { ...wanted, series: "toString" })).toEqual([]);
  });

  it("leaves out what lies outside of the zoom", () => {
    expect(arrivalOf(event, { ...wanted, to: 6 })).toEqual([]);
    expect(arrivalOf(event, { ...wanted, from: 8 })).toEqual([]);
  });

});
