import { describe, expect, it } from "vitest";
import { axisWith, positionOn } from "../src/chart/axis";
import { epochTable } from "../src/chart/epochs";

const positions = (said: Parameters<typeof epochTable>[0], steps: number[]) => {
  const position = positionOn("epoch", 0, epochTable(said));
  return steps.map((step) => position({ step, millis: 0 }));
};

describe("the epoch axis", () => {
  it("spreads the steps of a whole epoch evenly, also of the one that is going on", () => {
    const said = { source: "steps" as const, step: [0, 499, 500, 999, 1_000, 1_200], epoch: [0, 0, 1, 1, 2, 2] };
    expect(positions(said, [0, 250, 500, 750, 1_000, 1_250])).toEqual([0, 0.5, 1, 1.5, 2, 2.5]);
  });

  it("takes fractions as they are said", () => {
    expect(positions({ source: "steps", step: [0, 10, 20], epoch: [0, 0.1, 0.3] }, [5, 15, 30])).toEqual([0.05, 0.2, 0.5]);
  });

  it("fills the first epoch with what there is of it", () => {
    expect(positions({ source: "steps", step: [0, 99], epoch: [3, 3] }, [0, 50])).toEqual([3, 3.5]);
  });

  it("ends an epoch with its evaluation, whether a run counts from 0 or from 1", () => {
    expect(positions({ source: "evaluations", step: [100, 200], epoch: [1, 2] }, [0, 50, 100, 250])).toEqual([0, 0.5, 1, 2.5]);
    expect(positions({ source: "evaluations", step: [100, 200], epoch: [0, 1] }, [0, 100, 200])).toEqual([0, 1, 2]);
    expect(positions({ source: "evaluations", step: [0, 100], epoch: [0, 1] }, [0, 50])).toEqual([0, 0.5]);
    expect(positions({ source: "evaluations", step: [500], epoch: [1] }, [0, 250])).toEqual([0, 0.5]);
  });

  it("never goes back where a run says less than before", () => {
    expect(positions({ source: "steps", step: [0, 100, 200, 300], epoch: [0, 2, 1, 3] }, [0, 100, 200, 300])).toEqual([0, 2, 2.5, 3]);
  });

  it("counts steps for a run that says no epochs", () => {
    const table = epochTable({ source: null, step: [], epoch: [] });
    expect([table, axisWith("epoch", table), axisWith("time", null), axisWith("epoch", { step: [0], value: [0] })]).toEqual([null, "step", "time", "epoch"]);
  });
});
