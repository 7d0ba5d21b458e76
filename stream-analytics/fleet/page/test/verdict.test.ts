import { describe, expect, it } from "vitest";
import { verdictWords } from "../src/format/verdict";

describe("verdict on a run", () => {
  it("names the blow-ups, else the other faults", () => {
    expect(verdictWords("finished", ["nan", "overfitting"])).toBe("diverged (nan)");
    expect(verdictWords("stopped", ["overfitting", "loss_spike"])).toBe("over-fitting, loss spike unrecovered");
  });

  it("is empty where the state says all", () => {
    expect(verdictWords("finished", [])).toBe("");
    expect(verdictWords("crashed", ["crashed"])).toBe("");
    expect(verdictWords("training", undefined)).toBe("");
  });
});
