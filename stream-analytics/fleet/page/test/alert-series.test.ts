import { describe, expect, it } from "vitest";
import type { Wire } from "../src/api/numbers";
import type { AlertDetail, AlertRow } from "../src/api/types";
import { levelsOf, spanOf, usualAxis } from "../src/chart/alert-series";
import { positionOn } from "../src/chart/axis";
import type { Bucket } from "../src/live/points";
import { makeAlerts, rowOf } from "../dev/alerts";

/** Two attempts of 100 steps, ten to a bucket and a second apart; the second goes on at step 50. */
const buckets: Bucket[] = [0, 1].flatMap((attempt) =>
  Array.from({ length: 10 }, (_, i) => {
    const step = 50 * attempt + 10 * i;
    return { attempt, step, lastStep: step + 9, millis: 100_000 * attempt + 1_000 * i, min: 1, max: 1, mean: 1, last: 1, count: 10, nan: 0, positive: 0, negative: 0, smoothed: null };
  }),
);
const firing: AlertRow = { ...rowOf(makeAlerts(0)[0]), attempt: 0, onset_step: 32 };
const steps = positionOn("step", 0, null);

const until = (parts: Partial<AlertRow>, position = steps) => spanOf({ ...firing, state: "recovered", resolution: "cleared", ...parts }, buckets, position)?.until;

describe("spanOf", () => {
  it("has no end while the alert fires", () => {
    expect(spanOf(firing, buckets, steps)).toMatchObject({ x: 32, until: null });
  });

  it("ends at the step at which the alert ended, whenever that was told", () => {
    expect(until({ ended_step: 57, ended_millis: 900_000 })).toBe(57);
    expect(until({ ended_step: 57, ended_millis: 900_000 }, positionOn("time", 0, null))).toBe(5);
  });

  it("ends by the time where no step tells", () => {
    expect(until({ ended_step: -1, ended_millis: 6_500 })).toBe(69);
  });

  it("ends with its attempt where the next one ended it", () => {
    expect(until({ resolution: "new_attempt", ended_step: 50, ended_millis: 100_000 })).toBe(99);
  });

  it("has the step at which the alert was raised only where that is asked for", () => {
    expect(spanOf({ ...firing, raised_step: 41 }, buckets, steps, true)).toMatchObject({ x: 32, raised: 41 });
    expect(spanOf({ ...firing, raised_step: 41 }, buckets, steps)).not.toHaveProperty("raised");
  });

  it("is not drawn for an attempt of which nothing is in view", () => {
    expect(spanOf({ ...firing, attempt: 7 }, buckets, steps)).toBeNull();
  });
});

describe("usualAxis", () => {
  const grown = (value: Wire) => usualAxis({ ...makeAlerts(0)[0], evidence: [{ role: "ratio", series: "loss", name: "growth of the loss", value, unit: "", comparison: ">=", threshold: 10 }] });

  it("is logarithmic for what grew very much", () => {
    expect([grown(5), grown(1_049), grown("Infinity")]).toEqual(["auto", "log", "log"]);
    expect(usualAxis(makeAlerts(0)[1])).toBe("log");
  });
});

describe("levelsOf", () => {
  const evidence = (series: string): AlertDetail["evidence"] => [
    { role: "ratio", series, name: "any words", value: 12, unit: "times", comparison: ">=", threshold: 10 },
    { role: "level", series, name: "more words", value: 24, unit: "", comparison: "", threshold: null },
    { role: "baseline", series, name: "what was usual", value: 2, unit: "", comparison: "", threshold: null },
    { role: "level", series: "update_ratio", name: "update ratio", value: 1, unit: "", comparison: ">", threshold: 0.1 },
  ];
  const levels = (series: string, of: string) => levelsOf({ ...makeAlerts(0)[0], evidence: evidence(series) }, of).map(({ kind, value }) => [kind, value]);

  it("are the baseline and the threshold of the series, whatever their names are", () => {
    expect(levels("gradient_norm", "gradient_norm")).toEqual([["baseline", 2], ["threshold", 20]]);
    expect(levels("train-val/loss", "train-val/loss")).toEqual([["baseline", 2], ["threshold", 20]]);
    expect(levels("gradient_norm", "update_ratio")).toEqual([["threshold", 0.1]]);
  });

  it("are none of another series", () => {
    expect(levels("gradient_norm", "loss")).toEqual([]);
  });
});
