import { describe, expect, it } from "vitest";
import type { Wire } from "../src/api/numbers";
import type { AlertRow } from "../src/api/alerts";
import { spanOf, usualAxis } from "../src/chart/alert-series";
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

  it("is not drawn for an attempt of which nothing is in view", () => {
    expect(spanOf({ ...firing, attempt: 7 }, buckets, steps)).toBeNull();
  });
});

describe("usualAxis", () => {
  const grown = (value: Wire) => usualAxis({ ...makeAlerts(0)[0], evidence: [{ name: "growth of the loss", value, unit: "", comparison: ">=", threshold: 10 }] });

  it("is logarithmic for what grew very much", () => {
    expect([grown(5), grown(1_049), grown("Infinity")]).toEqual(["auto", "log", "log"]);
    expect(usualAxis(makeAlerts(0)[1])).toBe("log");
  });
});
