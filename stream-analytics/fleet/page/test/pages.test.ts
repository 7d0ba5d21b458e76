import { describe, expect, it } from "vitest";
import { refreshed } from "../src/live/pages";

const rows = (from: number, to: number, value: number) => Array.from({ length: to - from }, (_, i) => ({ run: `r${from + i}`, value }));

describe("a list that is fetched once more", () => {
  it("keeps the rows beyond those that the service hands out at once, each once", () => {
    const fresh = [{ run: "r1200", value: 2 }, ...rows(0, 999, 2)];
    const next = refreshed(rows(0, 1_400, 1), fresh);
    expect(next.slice(0, 1_000)).toEqual(fresh);
    expect(next.slice(1_000)).toEqual(rows(1_000, 1_400, 1).filter(({ run }) => run !== "r1200"));
  });

  it("is what the service has where it has fewer rows", () => {
    expect(refreshed(rows(0, 1_400, 1), rows(0, 3, 2))).toEqual(rows(0, 3, 2));
    expect(refreshed(rows(0, 200, 1), rows(0, 200, 2))).toEqual(rows(0, 200, 2));
  });
});
