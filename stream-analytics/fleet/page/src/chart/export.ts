import { getParquet } from "../api/client";
import { toWire } from "../api/numbers";
import { toCsv } from "../format/csv";
import { save } from "../format/save";
import type { Bucket, Points } from "../live/points";
import { questionOf, type Wanted } from "./wanted";

const columns: [string, (bucket: Bucket) => unknown][] = [
  ["attempt", (bucket) => bucket.attempt],
  ["step", (bucket) => bucket.step],
  ["last_step", (bucket) => bucket.lastStep],
  ["time_millis", (bucket) => bucket.millis],
  ["min", (bucket) => bucket.min],
  ["max", (bucket) => bucket.max],
  ["mean", (bucket) => bucket.mean],
  ["last", (bucket) => bucket.last],
  ["count", (bucket) => bucket.count],
  ["nan", (bucket) => bucket.nan],
  ["positive_infinity", (bucket) => bucket.positive],
  ["negative_infinity", (bucket) => bucket.negative],
  ["smoothed", (bucket) => bucket.smoothed],
];

/** The points that a chart shows, as a file. */
export function exportPoints(points: Points, format: "csv" | "json"): void {
  const name = `${points.run}-${points.series}`;
  if (format === "csv") {
    save(`${name}.csv`, "text/csv", toCsv(columns.map(([key]) => key), points.buckets.map((bucket) => columns.map(([, of]) => of(bucket)))));
  } else {
    save(`${name}.json`, "application/json", JSON.stringify(jsonOf(points)));
  }
}

/** The same points as a Parquet file, which the service writes. */
export async function exportParquet(wanted: Wanted): Promise<void> {
  const { path, parameters } = questionOf(wanted);
  save(`${wanted.run}-${wanted.series}.parquet`, "application/vnd.apache.parquet", await getParquet(path, parameters));
}

/** Points as one object of equally long columns. */
export function jsonOf(points: Points): Record<string, unknown> {
  const { run, series, raw, bucketSteps } = points;
  const data = columns.map(([key, of]) => [key, points.buckets.map((bucket) => wire(of(bucket)))]);
  return { run, series, raw, bucket_steps: bucketSteps, ...Object.fromEntries(data) };
}

function wire(value: unknown): unknown {
  return typeof value === "number" ? toWire(value) : value;
}
