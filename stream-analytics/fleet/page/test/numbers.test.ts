import { describe, expect, it } from "vitest";
import { toFinite, toNumber, toWire } from "../src/api/numbers";
import { formatBytes, formatCount, formatNumber, formatPercent, formatRate, formatShort } from "../src/format/number";
import { formatAge, formatDuration } from "../src/format/duration";
import { bucketLabel } from "../src/format/bucket";
import { toCsv } from "../src/format/csv";
import { fileName } from "../src/format/save";

describe("numbers in JSON", () => {
  it("reads what JSON has no number for", () => {
    expect(toNumber("NaN")).toBeNaN();
    expect(toNumber("Infinity")).toBe(Infinity);
    expect(toNumber("-Infinity")).toBe(-Infinity);
    expect(toNumber(0)).toBe(0);
    expect(toNumber(null)).toBeNull();
    expect(toNumber("12" as never)).toBeNull();
  });

  it("survives the way there and back", () => {
    for (const value of [0, -1.5, NaN, Infinity, -Infinity]) {
      expect(toNumber(JSON.parse(JSON.stringify(toWire(value))))).toBe(value);
    }
  });

  it("draws no line through what is not finite", () => {
    expect(toFinite("NaN")).toBeNull();
    expect(toFinite("-Infinity")).toBeNull();
    expect(toFinite(3)).toBe(3);
  });
});

describe("numbers in words", () => {
  it.each([
    [0, "0"],
    [2.14159, "2.142"],
    [-0.25, "−0.25"],
    [12_345, "12,345"],
    [12_345.6, "12,346"],
    [3e-4, "3e−4"],
    [1.2345e-7, "1.23e−7"],
    [5_340_000, "5.34e6"],
    [Infinity, "+Inf"],
    [-Infinity, "−Inf"],
    [NaN, "NaN"],
  ])("writes %d as %s", (value, text) => expect(formatNumber(value)).toBe(text));

  it("writes what is absent as a dash, never as zero", () => {
    expect([formatNumber(null), formatCount(undefined), formatPercent(null), formatRate(null), formatDuration(null)]).toEqual(["–", "–", "–", "–", "–"]);
  });

  it("shortens", () => {
    expect([950, 12_400, 3_100_000, 2e9].map(formatShort)).toEqual(["950", "12.4k", "3.1M", "2G"]);
    expect(formatBytes(1.5 * 2 ** 30)).toBe("1.5 GiB");
    expect([0.123, 0.034, 1].map(formatPercent)).toEqual(["12 %", "3.4 %", "100 %"]);
    expect([2.4, 0.02].map(formatRate)).toEqual(["2.4/s", "1.2/min"]);
  });

  it("counts time in its two largest units", () => {
    const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
    expect([0, 412, 40_000, 12 * minute + 5_000, 3 * day + 4 * hour + minute, 2 * hour].map(formatDuration)).toEqual(["0 s", "412 ms", "40 s", "12 min 5 s", "3 d 4 h", "2 h"]);
    expect([500, 8_900, 3 * minute + 59_000, 2 * day].map(formatAge)).toEqual(["0 s", "8 s", "3 min", "2 d"]);
  });

  it("says how much a point stands for", () => {
    expect(bucketLabel(true, 1)).toBe("every value");
    expect(bucketLabel(false, 512)).toBe("1 bucket = 512 steps, min–max");
    expect(bucketLabel(false, 1_048_576)).toBe("1 bucket = 1,048,576 steps, min–max");
  });
});

describe("files", () => {
  it("quotes cells and disarms formulas, but leaves numbers alone", () => {
    expect(toCsv(["a", "b"], [["x,y", -1], ['say "hi"', "=1+1"], [null, NaN]])).toBe('a,b\r\n"x,y",-1\r\n"say ""hi""",\'=1+1\r\n,NaN\r\n');
  });

  it("names a file so that no run can choose a path", () => {
    expect(fileName("../../etc/passwd")).toBe("_.._etc_passwd");
    expect(fileName("<img src=x>.csv")).toBe("_img_src_x_.csv");
    expect(fileName("")).toBe("gradwatch");
  });
});
