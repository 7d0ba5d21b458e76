import { expect, it } from "vitest";
import { get } from "../src/api/client";
import type { PointsWire } from "../src/api/types";
import { answerFrom, lastStepOf } from "../src/drawing/answers";

const curve = {
  run: "one", series: "loss", rank: 0, raw: false, bucket_steps: 10, attempts: [{ attempt: 0, first_step: 0, last_step: 29, count: 30 }],
  attempt: [0, 0, 0], step: [0, 10, 20], last_step: [9, 19, 29], time_millis: [0, 0, 0], min: [1, "NaN", 3], max: [1, "NaN", 3], mean: [1, "NaN", 3], last: [1, "NaN", 3],
  count: [10, 10, 10], nan: [0, 10, 0], positive_infinity: [0, 0, 0], negative_infinity: [0, 0, 0], smoothed: null,
} as PointsWire;

it("a drawing answers from its document, with the points that lie in the steps that are asked for", async () => {
  answerFrom([{ ...curve, series: "other" }, curve]);

  expect(await get("/runs/one/points", { series: "loss", from: null, to: null })).toEqual(curve);
  expect(await get("/runs/one/points", { series: "loss", from: 12, to: 25 })).toMatchObject({ attempts: curve.attempts, step: [10, 20], last_step: [19, 29], min: ["NaN", 3], nan: [10, 0] });
});

it("the last step of curves is found among more points than a call takes arguments", () => {
  const long = { ...curve, last_step: Array.from({ length: 500_000 }, (_, i) => i) };

  expect(lastStepOf([long, curve])).toBe(499_999);
});
