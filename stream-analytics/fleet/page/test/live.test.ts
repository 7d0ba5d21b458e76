import { describe, expect, it } from "vitest";
import type { PointsWire, SeriesInfo } from "../src/api/types";
import { arrivalOf, isEvaluation, type Wanted } from "../src/chart/wanted";
import { append, decodePoints } from "../src/live/points";
import { stepsOf } from "../src/live/stream";
import { live } from "./fixtures";

const run = "digits/7";
const path = `/runs/${encodeURIComponent(run)}`;
const series = (part: "before" | "after") => (live[part][`${path}/series`].body as { series: SeriesInfo[] }).series;
const listed = (part: "before" | "after") => series(part).map((one) => one.name);
const curves = Object.keys(live.before).filter((asked) => asked.includes("/points?")).map((asked) => {
  const query = new URLSearchParams(asked.split("?")[1]);
  return { asked, series: query.get("series")!, rank: Number(query.get("rank")) };
});

/** Steps that the service streamed for one rank. */
const told = (rank: number) => live.events.filter((event) => event.rank === rank && ["step", "evaluation"].includes(event.event)).flatMap((event) => stepsOf(event.data));

describe("what the stream tells of a run", () => {
  it.each(curves)("makes of the points of $series of rank $rank those that the service answers afterwards", ({ asked, series, rank }) => {
    const wanted: Wanted = { run, series, rank, from: null, to: null, smooth: 0, points: 1_000 };
    const points = decodePoints(live.before[asked].body as PointsWire, 0, 1_000);
    const added = told(rank).flatMap((event) => arrivalOf(event, wanted)).map((arrival) => append(points, arrival));
    expect(points.buckets).toEqual(decodePoints(live.after[asked].body as PointsWire, 0, 1_000).buckets);
    expect(added.length).toBeGreaterThan(0);
  });

  it("names no series that the service does not list, and all that it lists anew", () => {
    const names = told(0).concat(told(1)).flatMap(({ values }) => Object.keys(values));
    expect([...new Set([...listed("before"), ...names])].sort()).toEqual(listed("after").sort());
  });

  it("is known for an evaluation by its name alone, as the service knows it", () => {
    expect(series("after").filter((one) => one.split !== null).map((one) => one.name)).toEqual(listed("after").filter(isEvaluation));
  });
});
