import { describe, expect, it } from "vitest";
import type { RunRow } from "../src/api/types";
import { chartUrl, movedAxis, readAxes, writeAxes } from "../src/explore/address";
import { brushed, brushOver, conditionsOf, coverOf, moved, readBrush, withBrush, writeBrush, type Brush } from "../src/explore/brush";
import { fitting } from "../src/explore/ink";
import { byColour, heights, lineLayout, lineOrder, linesSvg, nearestLine } from "../src/explore/lines";
import { centres, nearestPoint, pointLayout, pointsSvg, rankCorrelation, walkedPoint } from "../src/explore/points";
import { colouring, rampColour } from "../src/explore/ramp";
import { mostCategories, placeOf, scaleOf, valueAt, wordsOf } from "../src/explore/scale";
import { namesOf, usualOf } from "../src/explore/usual";
import { numberOf } from "../src/explore/value";
import { linesLabel, runWords, withoutPlace } from "../src/explore/words";
import { usual } from "../src/table/columns";

const hostile = '<img src=x onerror=alert(1)>~,"%';

function rowsOf(column: string, values: (string | null)[]): RunRow[] {
  return values.map((value, i) => ({ run: `r${i}`, name: "", values: value === null ? {} : { [column]: value } }) as unknown as RunRow);
}

const scaled = (values: (string | null)[], choice: "auto" | "linear" | "log" = "auto", column = "config.x") => scaleOf(column, rowsOf(column, values), choice);
const ink = { page: "#ffffff", ink: "#000000", soft: "#555555", line: "#dddddd", nonFinite: "#aa0077" };

describe("the scale of a column", () => {
  it("reads numbers as Python and JSON write them", () => {
    expect(["1e-3", "inf", "-Infinity", "nan", " 2 "].map(numberOf)).toEqual([0.001, Infinity, -Infinity, NaN, 2]);
    expect(["", " ", "true", "0x", "1,5"].map(numberOf)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it("places numbers between the smallest and the largest, and says why others have no place", () => {
    const scale = scaled(["10", "20", null, "NaN", "inf", "-inf", "30"]);
    expect([...scale.place]).toEqual([0, 0.5, NaN, NaN, NaN, NaN, 1]);
    expect(scale.slot).toEqual([null, null, "none", "NaN", "+Inf", "−Inf", null]);
    expect([scale.kind, scale.range]).toEqual(["linear", [10, 30]]);
    expect(scale.ticks.map(({ words }) => words)).toEqual(["10", "15", "20", "25", "30"]);
    expect(scaled(["10", "10", "20", "20", "35", "35"]).ticks.map(({ words }) => words)).toEqual(["10", "20", "35"]);
    expect([0, 2, 3].map((run) => wordsOf(scale, run))).toEqual(["10", "none", "NaN"]);
    expect(withoutPlace(scale)).toBe("1 +Inf, 1 −Inf, 1 NaN, 1 none");
  });

  it("is logarithmic by itself where values span orders or grow by a factor, and where the reader says so", () => {
    expect(scaled(["1e-5", "1e-3", "1e-1"]).kind).toBe("log");
    expect([...scaled(["1e-5", "1e-3", "1e-1"]).place].map((place) => Math.round(place * 1e9) / 1e9)).toEqual([0, 0.5, 1]);
    expect(scaled(["16", "32", "64", "128"]).kind).toBe("log");
    expect(scaled(["1", "2", "3", "4"]).kind).toBe("linear");
    expect(scaled(["0", "1e-3", "1e3"]).kind).toBe("linear");
    const forced = scaled(["0", "-1", "1", "10"], "log");
    expect([forced.kind, forced.slot, forced.range]).toEqual(["log", ["≤ 0", "≤ 0", null, null], [1, 10]]);
    expect(scaled(["1e-5", "1e-1"], "linear").kind).toBe("linear");
    expect([scaled(["0", "-1"], "log").kind, scaled(["a"], "log").kind]).toEqual(["linear", "category"]);
  });

  it("has a place in the middle for a single value, and none without values", () => {
    expect([...scaled(["7", "7"]).place]).toEqual([0.5, 0.5]);
    const none = scaled([null, null]);
    expect([none.kind, none.ticks, none.slot]).toEqual(["category", [], ["none", "none"]]);
    const bad = scaled(["NaN", "inf"]);
    expect([bad.range, bad.ticks, bad.canBeLog]).toEqual([null, [], false]);
    expect(coverOf({ column: "config.x", low: 0, high: 1 }, bad)).toBeNull();
  });

  it("holds the largest numbers there are", () => {
    const scale = scaled(["-1.7e308", "0", "1.7e308"]);
    expect([...scale.place]).toEqual([0, 0.5, 1]);
    expect([valueAt(scale, 0), valueAt(scale, 0.5), valueAt(scale, 1)]).toEqual([-1.7e308, 0, 1.7e308]);
    expect(placeOf(scale, 0)).toBe(0.5);
  });

  it("shows texts as categories in natural order, the rare ones together", () => {
    const scale = scaled(["resnet50", "resnet9", hostile, "resnet9", null]);
    expect(scale.ticks.map(({ words }) => words)).toEqual([hostile, "resnet9", "resnet50"]);
    expect([...scale.place]).toEqual([1, 0.5, 0, 0.5, NaN]);
    const many = scaled([...Array.from({ length: 30 }, (_, i) => `m${i}`), ...Array.from({ length: 20 }, (_, i) => `m${i}`)]);
    expect(many.ticks).toHaveLength(mostCategories + 1);
    expect(many.ticks.at(-1)!.words).toBe("10 others");
    expect(many.place[29]).toBe(1);
  });

  it("keeps the numbers where some words are among many of them", () => {
    const scale = scaled([...Array.from({ length: 30 }, (_, i) => String(i)), "auto"]);
    expect([scale.kind, scale.slot[30], wordsOf(scale, 30)]).toEqual(["linear", "text", "auto"]);
    expect(scaled(["1", "2", "auto"]).kind).toBe("category");
  });

  it("says times as times", () => {
    const rows = [1e12, 1e12 + 6e7].map((started_millis) => ({ run: "a", tags: [], open_alerts: {}, started_millis }) as unknown as RunRow);
    expect(scaleOf("started", rows).ticks[0].words).toMatch(/2001|Sept?/);
  });
});

describe("a brush", () => {
  const numbers = scaled(["0", "25", "50", "75", "100", null, "NaN"]);
  const words = scaled(["a", "b", hostile, null], "auto", hostile);

  it("holds the runs between its ends, in any number of them", () => {
    const brush = brushOver(numbers, 0.2, 0.8)!;
    expect(brush).toEqual({ column: "config.x", low: 20, high: 80 });
    const scales = new Map([["config.x", numbers]]);
    expect(brushed(7, [brush], scales)).toEqual([false, true, true, true, false, false, false]);
    expect(brushed(7, [brush, { column: "gone", values: ["x"] }], scales)).toEqual(brushed(7, [brush], scales));
    expect(coverOf(brush, numbers)).toEqual([0.2, 0.8]);
  });

  it("never leaves out by rounding what the mouse went over", () => {
    const scale = scaled(["1.23456789", "9.87654321", "5.55555555"]);
    const brush = brushOver(scale, 0.1, 0.55) as { low: number; high: number };
    expect(brush.low).toBeLessThanOrEqual(valueAt(scale, 0.1));
    expect(brush.high).toBeGreaterThanOrEqual(valueAt(scale, 0.55));
    expect(brushOver(scale, 0, 1)).toEqual({ column: "config.x", low: 1.23456789, high: 9.87654321 });
  });

  it("names the categories that it covers", () => {
    const brush = brushOver(words, 0, 0.5)!;
    expect(brush).toEqual({ column: hostile, values: expect.arrayContaining([hostile, "a"]) });
    expect(brushed(4, [brush], new Map([[hostile, words]]))).toEqual([true, false, true, false]);
    expect(brushOver(words, 0.2, 0.3)).toBeNull();
    expect(coverOf(brush, words)).toEqual([0, 0.5]);
    expect(coverOf({ column: hostile, values: ["gone"] }, words)).toBeNull();
  });

  it("survives an address, whatever its column and values are called", () => {
    const brushes: Brush[] = [{ column: hostile, low: -1e-300, high: 5 }, { column: "config.x", values: [hostile, "", "a~b"] }];
    for (const brush of brushes) {
      expect(readBrush(new URLSearchParams(new URLSearchParams({ brush: writeBrush(brush) }).toString()).get("brush")!)).toEqual(brush);
    }
    expect(["", "x", "~1~2", "x~a~b", "x~2~1", "x~%E0%A4%A~1", "x~1~Infinity"].map(readBrush)).toEqual(Array(7).fill(null));
    expect(withBrush(brushes, hostile, null)).toEqual([brushes[1]]);
  });

  it("is a condition of the table of runs", () => {
    expect(conditionsOf({ column: "config.lr", low: 0.001, high: 0.01 })).toEqual(["config.lr >= 0.001", "config.lr <= 0.01"]);
    expect(conditionsOf({ column: "config.a=b", values: ["x"] })).toEqual(['"config.a=b" = x']);
    expect(conditionsOf({ column: "config.m", values: ["a/b", "c.d"] })).toEqual(["config.m = /^(a\\/b|c\\.d)$/"]);
  });

  it("is moved by keys, whose ends never pass each other", () => {
    expect(moved("ArrowUp", "low", [0, 1], numbers)).toEqual([0.02, 1]);
    expect(moved("End", "low", [0, 0.5], numbers)).toEqual([0.5, 0.5]);
    expect(moved("PageDown", "high", [0.3, 0.35], numbers)).toEqual([0.3, 0.3]);
    expect(moved("ArrowUp", "low", [0, 1], words)).toEqual([0.5, 1]);
    expect(moved("x", "low", [0, 1], numbers)).toBeNull();
    expect(moved("constructor", "low", [0, 1], numbers)).toBeNull();
  });
});

describe("axes of an address", () => {
  it("are read as they were written, at most so many, each once", () => {
    const axes = [{ id: hostile, scale: "log" as const }, { id: "loss", scale: "auto" as const }];
    expect(readAxes(new URLSearchParams(new URLSearchParams({ axes: writeAxes(axes) }).toString()).get("axes"))).toEqual(axes);
    expect(readAxes("loss,loss~log,a~strange")).toEqual([{ id: "loss", scale: "auto" }, { id: "a", scale: "auto" }]);
    expect([readAxes(null), readAxes(",,"), readAxes("%E0%A4%A")]).toEqual([null, null, null]);
    expect(readAxes(Array.from({ length: 40 }, (_, i) => `c${i}`).join(","))).toHaveLength(16);
  });

  it("move", () => {
    const axes = ["a", "b", "c"].map((id) => ({ id, scale: "auto" as const }));
    expect(movedAxis(axes, 0, 2).map(({ id }) => id)).toEqual(["b", "c", "a"]);
    expect(movedAxis(axes, 2, -1).map(({ id }) => id)).toEqual(["c", "a", "b"]);
  });

  it("come from the columns of the table, with its filters", () => {
    const query = new URLSearchParams("project=p&where=lr+%3E+1&columns=name&selected=x&run=a");
    expect(chartUrl("parallel", query, usual)).toBe("/parallel?project=p&where=lr+%3E+1&run=a");
    const layout = { columns: ["name", "config.lr", "state", "best_loss"].map((id) => ({ id, width: null })), pinned: 0 };
    expect(new URLSearchParams(chartUrl("parallel", query, layout).split("?")[1]).get("axes")).toBe("config.lr,best_loss");
  });
});

describe("the columns of a chart that names none", () => {
  const rows = Array.from({ length: 20 }, (_, i) => ({ run: `r${i}`, tags: [], open_alerts: {}, best_loss: i, values: { "config.lr": String(i), "config.opt": i % 2 ? "sgd" : "adam", "config.same": "1", "result.accuracy": String(i / 20) } }) as unknown as RunRow);

  it("are what differs between the runs, and their results", () => {
    expect(usualOf(rows, ["config.lr", "config.opt", "config.same", "result.accuracy"])).toEqual({ config: ["config.lr", "config.opt"], varied: "config.lr", grouping: "config.opt", results: ["best_loss", "result.accuracy"] });
  });

  it("are no epochs, rates or times, though a job counts them among its results", () => {
    const told = rows.map((row, i) => ({ ...row, values: { ...row.values, "result.epoch": String(i), "result.learning_rate": String(i), "metric.train-val/f1": String(i) } }));
    expect(usualOf(told, ["config.lr", "result.epoch", "result.learning_rate", "metric.train-val/f1"]).results).toEqual(["best_loss", "metric.train-val/f1"]);
  });

  it("are sought among the names of several runs, of which each may lack some, and no more than a row can have", () => {
    const run = (config: string[], series: string[]) => ({ description: { hyperparameters: Object.fromEntries(config.map((name) => [name, "1"])), summary: { accuracy: 1 } }, metrics: series.map((one) => ({ series: one })) }) as unknown as Parameters<typeof namesOf>[0][number];
    expect(namesOf([run(["lr", "batch"], ["loss"]), run(["dropout", "lr"], ["loss", "train-val/loss"])])).toEqual(["config.batch", "config.dropout", "config.lr", "result.accuracy", "metric.train-val/loss"]);
    const many = Array.from({ length: 90 }, (_, i) => `x${i}/y`);
    expect(namesOf([run(many, many)]).length).toBeLessThanOrEqual(64);
    expect(namesOf([])).toEqual([]);
  });

  it("are the loss for runs that say nothing", () => {
    expect(usualOf(rows, []).results).toEqual(["best_loss"]);
    expect(usualOf([], [])).toEqual({ config: [], varied: null, grouping: null, results: ["loss"] });
  });
});

describe("the colour of a run", () => {
  const luminance = (hex: string) => [1, 3, 5].map((from) => parseInt(hex.slice(from, from + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)).reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (a: string, b: string) => (Math.max(luminance(a), luminance(b)) + 0.05) / (Math.min(luminance(a), luminance(b)) + 0.05);

  it("stands out from the page, in light and dark, at every place of the ramp", () => {
    for (let part = 0; part <= 1; part += 0.05) {
      expect(contrast(rampColour(part, "light"), "#fcfcfb")).toBeGreaterThan(2.9);
      expect(contrast(rampColour(part, "dark"), "#121518")).toBeGreaterThan(2.9);
    }
  });

  it("goes by the place, and is grey without one", () => {
    const made = colouring(scaled(["1", "2", null]), 3, "light", "#0072b2");
    expect(made.legend).toBeNull();
    expect(made.of).toEqual([rampColour(0, "light"), rampColour(1, "light"), "#6b747d"]);
    expect(colouring(null, 2, "dark", "#5ab0e6")).toEqual({ of: ["#5ab0e6", "#5ab0e6"], legend: [] });
  });

  it("is one of few for categories, the rest is grey", () => {
    const made = colouring(scaled([..."abcdefghijk"]), 11, "light", "#000000");
    expect(new Set(made.of.slice(0, 9)).size).toBe(9);
    expect(made.of.slice(9)).toEqual(["#6b747d", "#6b747d"]);
    expect(made.legend!.at(-1)!.words).toBe("2 others");
  });
});

describe("parallel lines", () => {
  const scales = [scaled(["0", "1", null]), scaled(["0", "1", "1"])];
  const layout = lineLayout(400, 300, scales);
  const y = heights(scales, layout);

  it("stand between the ends of their axes, and below them without a value", () => {
    expect([...y[0]].map(Math.round)).toEqual([Math.round(layout.bottom), layout.top, Math.round(layout.slotY.get("none")!)]);
    expect(layout.slotY.get("none")!).toBeGreaterThan(layout.bottom);
    expect(layout.x).toHaveLength(2);
  });

  it("are found by the mouse where they are, and only those that are shown", () => {
    const [left, right] = layout.x;
    expect(nearestLine(y, layout, [true, true, true], (left + right) / 2, layout.top)).toBe(1);
    expect(nearestLine(y, layout, [true, false, true], left, layout.top)).toBeNull();
    expect(nearestLine(y, layout, [true, true, true], left, layout.slotY.get("none")!)).toBe(2);
    expect(nearestLine(y, layout, [true, true, true], right + 40, layout.top)).toBeNull();
    expect(lineOrder(y, [true, true, true])).toEqual([1, 2, 0]);
    expect(lineOrder(y, [true, false, false])).toEqual([0]);
  });

  it("are drawn by colour, and as vectors in which a name is text", () => {
    expect(byColour(["a", "b", "a"], [true, true, true])).toEqual(new Map([["a", [0, 2]], ["b", [1]]]));
    const named = [scaled([hostile, "b"], "auto", hostile), scaled(["1", "2"])];
    const svg = linesSvg(named, lineLayout(400, 300, named), ["#000000", "#111111"], [true, false], 0.5, ink);
    expect(svg).not.toContain("<img");
    expect(svg.match(/<path/g)).toHaveLength(4);
  });

  it("are told in a sentence", () => {
    expect(linesLabel(3, 1, scales)).toBe("Parallel coordinates of 3 runs, 1 of them chosen, over x, x. Arrow keys go from run to run, Enter opens it.");
    expect(runWords({ name: "", run: "r" }, scales, 2)).toBe("r: x none, x 1");
  });
});

describe("points of a scatter", () => {
  const x = scaled(["1", "2", "3", null, null]);
  const y = scaled(["10", "20", "30", "40", null]);
  const layout = pointLayout(600, 400, x, y);
  const runs = ["a", "b", "c", "d", "e"];
  const at = centres(runs, x, y, layout);

  it("lie in the plot, beside it without a value on one axis, and nowhere without any", () => {
    expect(at.x[0]).toBeGreaterThan(layout.left);
    expect(at.x[2]).toBeLessThan(layout.right);
    expect(at.x[3]).toBeLessThan(layout.left);
    expect(at.y[3]).toBeGreaterThan(layout.top - 1);
    expect(at.x[4]).toBeNaN();
    expect(centres(runs, x, y, layout)).toEqual(at);
  });

  it("are found by the mouse and in turn by keys", () => {
    expect(nearestPoint(at, at.x[1] + 3, at.y[1] - 3)).toBe(1);
    expect(nearestPoint(at, layout.right, layout.bottom)).toBeNull();
    expect(walkedPoint("Home", at, null)).toBe(3);
    expect(walkedPoint("ArrowRight", at, 3)).toBe(0);
    expect(walkedPoint("End", at, 0)).toBe(2);
    expect(walkedPoint("ArrowRight", at, 2)).toBe(2);
    expect(walkedPoint("ArrowUp", at, 0)).toBe(1);
    expect(walkedPoint("ArrowLeft", at, null)).toBe(2);
    expect(walkedPoint("a", at, 0)).toBeUndefined();
  });

  it("of one category are spread within its room", () => {
    const same = scaled(Array(50).fill("a").concat(Array(50).fill("b")));
    const numbers = scaled(Array.from({ length: 100 }, (_, i) => String(i)));
    const spread = centres(Array.from({ length: 100 }, (_, i) => `run-${i}`), same, numbers, pointLayout(600, 400, same, numbers));
    const [first, second] = [[...spread.x.slice(0, 50)], [...spread.x.slice(50)]];
    expect(Math.max(...first)).toBeLessThan(Math.min(...second));
    expect(new Set(first).size).toBeGreaterThan(40);
  });

  it("have a rank correlation, with shared ranks, where numbers stand on both axes", () => {
    const rank = (a: number[], b: (number | null)[]) => rankCorrelation(scaled(a.map(String)), scaled(b.map((one) => (one === null ? null : String(one)))));
    expect(rank([1, 2, 3, 4, 5], [1, 8, 27, 64, 125])).toBeCloseTo(1, 12);
    expect(rank([1, 2, 3, 4, 5, 6], [5, 4, 3, 2, 1, null])).toBeCloseTo(-1, 12);
    // By hand: ranks 1, 2.5, 2.5, 4, 5 and 2, 1, 4, 3, 5.
    expect(rank([1, 2, 2, 3, 4], [2, 1, 4, 3, 5])).toBeCloseTo(0.6669, 3);
    expect([rank([1, 2], [1, 2]), rank([1, 1, 1, 1, 1], [1, 2, 3, 4, 5]), rankCorrelation(scaled(["a", "b"]), y)]).toEqual([null, null, null]);
  });

  it("are vectors in a picture, whose names are text", () => {
    const named = scaled([hostile, "b", "b", "b", "b"], "auto", hostile);
    const svg = pointsSvg(named, y, pointLayout(600, 400, named, y), centres(runs, named, y, layout), Array(5).fill("#000000"), 0.5, ink);
    expect(svg).not.toContain("<img");
    expect(svg.match(/<circle/g)!.length).toBeGreaterThan(3);
  });
});

it("a text that is too wide loses its end", () => {
  expect(fitting("abcdef", 4, (text) => text.length)).toBe("abc…");
  expect(fitting("abc", 4, (text) => text.length)).toBe("abc");
});
