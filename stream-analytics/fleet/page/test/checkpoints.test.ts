import { describe, expect, it } from "vitest";
import type { Checkpoint } from "../src/api/types";
import { savedBefore, spoiling } from "../src/parts/checkpoints";

const saved = (step: number, saved_millis = 0, attempt = 0): Checkpoint => ({ attempt, step, path: "p", saved_millis, size_bytes: null, metrics: {} });
const alert = { class: "nan", severity: "critical", state: "firing", attempt: 0, onset_step: 100, raised_millis: 100_000 } as const;

describe("a checkpoint", () => {
  it("is so many steps before the onset, and so long before the alert", () => {
    expect(savedBefore(saved(88, 40_000), alert)).toBe("12 steps before the onset, 1 min before the alert");
    expect(savedBefore(saved(100, 99_900), alert)).toBe("at the onset");
    expect(savedBefore(saved(-1, 99_900), alert)).toBe("just before the alert");
    expect(savedBefore(saved(400, 0, 1), alert)).toBe("just before the alert");
  });

  it("is suspect from the onset of a fault of its attempt on, while that lasts", () => {
    expect([99, 100, 101].map((step) => spoiling(saved(step), [alert]).length)).toEqual([0, 1, 1]);
    expect(spoiling(saved(200, 0, 1), [alert])).toEqual([]);
    expect(spoiling(saved(200), [{ ...alert, state: "recovered" }, { ...alert, severity: "info" }])).toEqual([]);
  });
});
