import { describe, expect, it } from "vitest";
import type { AlertRow } from "../src/api/types";
import { crosses, draftsOf, lengths, matchersOf, patternOf, previewWords, usualLength } from "../src/silence/matchers";
import { byUrgency } from "../src/parts/alert-line";

const alert = {
  id: "a", run: "lm-1b", run_name: "big one", project: "lm", owner: "", detector: "loss-spike", class: "loss_spike", severity: "warning", status: "firing", raised_millis: 5,
} as AlertRow;

describe("the labels of an alert as matchers", () => {
  it("are all used, but for those that it does not have", () => {
    expect(matchersOf(draftsOf(alert))).toEqual([
      { field: "run", pattern: "lm-1b" },
      { field: "class", pattern: "loss_spike" },
      { field: "detector", pattern: "loss-spike" },
      { field: "severity", pattern: "warning" },
      { field: "project", pattern: "lm" },
    ]);
    expect(matchersOf(draftsOf(null))).toEqual([]);
  });

  it("match a name that looks like a pattern, and nothing else", () => {
    expect(patternOf("run.1")).toBe("run.1");
    expect(patternOf("sweep*?")).toBe("/sweep\\*\\?/");
    expect(patternOf("/tmp/(a|b)/")).toBe("//tmp/\\(a\\|b\\)//");
    expect(patternOf("/")).toBe("/");
  });
});

describe("a silence", () => {
  it("always has an end, 2 h away unless another is chosen", () => {
    expect(lengths[usualLength]).toEqual(["2 h", 7_200_000]);
    expect(Math.max(...lengths.map(([, millis]) => millis))).toBeLessThanOrEqual(30 * 86_400_000);
  });

  it("of chosen alerts says so where it can mute others", () => {
    const nan = { ...alert, run: "a", class: "nan", detector: "non-finite" } as AlertRow;
    const hung = { ...alert, run: "b", class: "hung", detector: "liveness" } as AlertRow;
    expect(crosses([nan, hung])).toBe(true);
    expect(crosses([nan, { ...nan, run: "b" }, { ...nan, run: "b", id: "later" }])).toBe(false);
  });

  it("is told by what else it would mute", () => {
    expect(previewWords(1, true)).toBe("Mutes this alert, and no other that fires now.");
    expect(previewWords(2, true)).toBe("Mutes this alert and 1 other alert that fires now.");
    expect(previewWords(4, true)).toBe("Mutes this alert and 3 other alerts that fire now.");
    expect(previewWords(3, false)).toBe("Does not mute this alert, but 3 alerts.");
    expect(previewWords(0, null)).toContain("no alert that fires now");
    expect(previewWords(1, null)).toBe("Mutes 1 alert that fires now.");
  });
});

it("alerts that nobody looks after come first, whatever their severity", () => {
  const rows = [
    { ...alert, id: "silenced", severity: "critical", status: "silenced" },
    { ...alert, id: "acknowledged", severity: "critical", status: "acknowledged" },
    { ...alert, id: "firing", severity: "info" },
  ] as AlertRow[];
  expect(rows.sort(byUrgency).map((row) => row.id)).toEqual(["firing", "acknowledged", "silenced"]);
});
