import { describe, expect, it } from "vitest";
import { runStyles } from "../src/chart/run-colours";
import { escaped, framed, markSvg, strokes } from "../src/chart/picture";
import { yUnit } from "../src/chart/picture-buttons";
import { mostCharts, shownSeries, soloed, toggled } from "../src/compare/selection";

const twenty = Array.from({ length: 20 }, (_, i) => `run-${i}`);
const looks = (runs: string[]) => [...runStyles(runs, "light").values()].map(({ colour, dash }) => `${colour} ${dash}`);
const named = (names: string[]) => names.map((name) => ({ name, split: null, points: 1, first_step: 0, last_step: 1 }));

describe("colours of runs", () => {
  it("tell 20 runs apart, and 24", () => {
    expect(new Set(looks(twenty)).size).toBe(20);
    expect(new Set(looks([...twenty, "a", "b", "c", "d"])).size).toBe(24);
  });

  it("do not depend on the order of the choice", () => {
    const [there, back] = [runStyles(twenty, "light"), runStyles([...twenty].reverse(), "light")];
    expect(twenty.map((run) => back.get(run))).toEqual(twenty.map((run) => there.get(run)));
  });

  it("are those of the id while nobody else has them", () => {
    const alone = runStyles(["run-7"], "light").get("run-7");
    const free = ["a", "b", "c", "d", "e", "f", "g"].filter((other) => runStyles([other], "light").get(other)!.colour !== alone!.colour);
    expect(free.length).toBeGreaterThan(2);
    free.forEach((other) => expect(runStyles(["run-7", other], "light").get("run-7")).toEqual(alone));
  });

  it("use a dash only once all colours are taken", () => {
    const dashed = (count: number) => [...runStyles(twenty.slice(0, count), "dark").values()].filter(({ dash }) => dash).length;
    expect([dashed(9), dashed(10), dashed(20)]).toEqual([0, 1, 11]);
  });
});

describe("series of a comparison", () => {
  it("are those of the address, each once, and no more than the service is asked for", () => {
    expect(shownSeries(["a", "b", "a"], [])).toEqual(["a", "b"]);
    expect(shownSeries(Array.from({ length: 40 }, (_, i) => `s${i}`), [])).toHaveLength(mostCharts);
  });

  it("are the loss and what more than half of the runs have, where the address names none", () => {
    const lists = [named(["learning_rate", "loss", "mine"]), named(["learning_rate", "loss"]), named(["loss"])];
    expect(shownSeries([], lists)).toEqual(["loss", "learning_rate"]);
  });
});

describe("usual series", () => {
  it("are of all sections, though one has many", () => {
    const gpu = Array.from({ length: 9 }, (_, i) => `gpu/${i}`);
    expect(shownSeries([], [named([...gpu, "loss", "learning_rate", "train-val/loss"])])).toEqual(["loss", "train-val/loss", "learning_rate", "gpu/0", "gpu/1", "gpu/2"]);
  });

  it("are losses and scores before times of the machine", () => {
    const names = ["loss", "duration_ms", "learning_rate", "train-val/accuracy", "train-val/loss", "gradient_norm"];
    expect(shownSeries([], [named(names)])).toEqual(["loss", "train-val/loss", "train-val/accuracy", "learning_rate", "duration_ms", "gradient_norm"]);
  });
});

describe("hidden runs", () => {
  it("come back by the same press", () => {
    expect(toggled(toggled([], "a"), "a")).toEqual([]);
    expect(toggled(["b"], "a")).toEqual(["b", "a"]);
  });

  it("are all others of a solo, and none after the second press", () => {
    const runs = ["a", "b", "c"];
    expect(soloed(runs, ["a"], "a")).toEqual(["b", "c"]);
    expect(soloed(runs, ["b", "c"], "a")).toEqual([]);
  });
});

describe("pictures", () => {
  const ink = { page: "#fff", ink: "#000", soft: "#555", line: "#eee", nonFinite: "#b0417f" };

  it("hold names from jobs as text", () => {
    const { text } = framed("", 400, 100, { title: "<script>&\"'\u0000\ud800", x: "step", y: "", legend: [{ label: "</text><svg onload=x>", colour: "#000000" }] }, ink);
    expect(text).not.toContain("<script>");
    expect(text).not.toContain("<svg onload");
    expect(text).not.toMatch(/[\u0000\ud800]/);
    expect(text).toContain("&#60;script&#62;");
    expect(escaped("ü😀")).toBe("ü😀");
  });

  it("have room for the legend of 20 runs, with dashes, and the unit", () => {
    const legend = twenty.map((label) => ({ label, colour: "#0072b2", dash: [6, 3] }));
    const picture = framed("", 500, 200, { title: "loss", x: "step", y: "bytes", legend }, ink);
    expect(picture.height).toBeGreaterThan(200 + 10 * 18);
    expect(picture.text.match(/stroke-dasharray="6 3"/g)).toHaveLength(20);
    expect(picture.text).toContain(">bytes</text>");
  });

  it("break a line where a value is missing", () => {
    expect(strokes([0, 1, 2, 3], [1, null, 2, 3])).toEqual([[[0, 1]], [[2, 2], [3, 3]]]);
  });

  it("have what is not finite on the edge that it lies beyond, in its own colour", () => {
    const box = { left: 0, top: 10, width: 100, height: 50 };
    expect(markSvg({ x: 0, until: 0, kind: "nan", count: 1 }, 5, box, ink)).toBe('<text x="5" y="64" fill="#b0417f" text-anchor="middle">◆</text>');
    expect(markSvg({ x: 0, until: 0, kind: "above", count: 1 }, 5, box, ink)).toContain('y="14" fill="#555"');
  });

  it("name the unit that a series has in its name", () => {
    expect([yUnit("device_memory_bytes"), yUnit("step_duration_millis"), yUnit("loss")]).toEqual(["bytes", "milliseconds", ""]);
  });
});
