import { describe, expect, it } from "vitest";
import { address } from "../src/api/client";
import { sectionsOf } from "../src/pages/sections";
import { plainView, readView, withValues, writeView, type View, type YAxis } from "../src/route/permalink";
import { alertUrl, routeOf, runUrl } from "../src/route/router";

describe("a permalink", () => {
  const view: View = { x: "relative", y: "log", smooth: 300, superseded: true, rank: 3, from: 1_200, to: 4_800 };

  it("brings back zoom, axes and selection", () => {
    expect(readView(writeView(new URLSearchParams(), view))).toEqual(view);
  });

  it("says nothing where the view is the plain one, and leaves alone what is not the view's", () => {
    expect(writeView(new URLSearchParams("run=a&run=b&x=time"), plainView).toString()).toBe("run=a&run=b");
  });

  it("ignores what it names wrongly", () => {
    expect(readView(new URLSearchParams("x=moon&y=cubic&smooth=-3&rank=one&from=1e9&to=99999999999999999999"))).toEqual(plainView);
  });

  it("names the y axis where it is not the usual one of the page", () => {
    const query = (y: YAxis) => writeView(new URLSearchParams(), { ...plainView, y }, "log").toString();
    expect((["log", "linear", "auto"] as const).map(query)).toEqual(["", "y=linear", "y=auto"]);
    expect(["", "y=linear", "y=cubic"].map((text) => readView(new URLSearchParams(text), "log").y)).toEqual(["log", "linear", "log"]);
  });

  it("removes a key with an empty value", () => {
    expect(withValues(new URLSearchParams("text=a&state=x"), { text: "", state: null, host: "h 1" }).toString()).toBe("host=h+1");
  });
});

describe("addresses", () => {
  it("carry hostile ids there and back", () => {
    for (const id of ["<img src=x onerror=alert(1)>", "../../x", "a/b?c#d", "50%"]) {
      expect(routeOf(runUrl(id))).toEqual({ page: "run", id });
      expect(routeOf(alertUrl(id))).toEqual({ page: "alert", id });
    }
  });

  it("lead to the pages and nowhere else", () => {
    expect(["/", "/runs", "/compare", "/alerts", "/sql", "/runs/"].map((path) => routeOf(path).page)).toEqual(["fleet", "runs", "compare", "alerts", "sql", "runs"]);
    expect(["/nowhere", "/nowhere/a", "/sql/x", "/runs/%E0%A4%A"].map((path) => routeOf(path).page)).toEqual(["unknown", "unknown", "unknown", "unknown"]);
    expect(["/runs/team/run-7", "/runs/team%2Frun-7"].map(routeOf)).toEqual([{ page: "run", id: "team/run-7" }, { page: "run", id: "team/run-7" }]);
    expect(routeOf("/alerts/team/run-7-0-nan")).toEqual({ page: "alert", id: "team/run-7-0-nan" });
  });

  it("of the API repeat lists and leave out what is not set", () => {
    expect(address("/compare", { run: ["a", "b&c"], series: "loss", from: null, text: "" })).toBe("/api/v1/compare?run=a&run=b%26c&series=loss");
  });
});

describe("the sections of a run", () => {
  it("begin with the loss and keep what belongs together", () => {
    const names = ["tokens", "gpu/utilisation", "accuracy", "train-val/loss", "gradient_norm", "loss", "learning_rate", "device_memory_bytes"];
    expect(sectionsOf(names)).toEqual([
      { title: "Loss", series: ["loss"] },
      { title: "GPU", series: ["device_memory_bytes", "gpu/utilisation"] },
      { title: "Evaluation", series: ["train-val/loss"] },
      { title: "Optimizer", series: ["learning_rate", "gradient_norm"] },
      { title: "Metrics", series: ["accuracy"] },
      { title: "Pace", series: ["tokens"] },
    ]);
  });
});
