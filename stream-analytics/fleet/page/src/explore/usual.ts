import { useEffect, useState } from "preact/hooks";
import { get, type Parameters } from "../api/client";
import type { RunDetail, RunRow } from "../api/types";
import { isResult } from "../format/result";
import { scaleOf, variety } from "./scale";

/** Columns that a chart shows unless the reader chooses others. */
export interface UsualColumns {
  /** Hyper-parameters that differ between the runs. */
  config: string[];
  /** The one of them that has most values, and one that has few; null where there is none. */
  varied: string | null;
  grouping: string | null;
  /** Results, the one that matters most last. */
  results: string[];
}

/** Runs that are looked at, and names of each kind. A row has at most 64 values. Own choices. */
const [sample, mostConfig, mostOthers] = [200, 40, 12];
/** Hyper-parameters that are shown. Own choice: with the results, what fits on a screen. */
const usualConfig = 6;

/** The columns that tell `rows` apart, of those in `columns`. */
export function usualOf(rows: RunRow[], columns: string[]): UsualColumns {
  const differ = columns.filter((column) => variety(column, rows) > 1);
  const numeric = (column: string) => scaleOf(column, rows).range !== null;
  const told = differ.filter((column) => /^(result|metric)\./.test(column));
  // An epoch or a learning rate that a job counts among its results is none.
  const measured = [...told.filter(isResult), "best_loss"].filter(numeric);
  const rank = (column: string) => (column.startsWith("result.") ? 0 : column === "metric.train-val/loss" ? 1 : column.startsWith("metric.train-val/") ? 2 : column === "best_loss" ? 3 : 4);
  const [main, second] = measured.sort((a, b) => rank(a) - rank(b));
  const config = differ.filter((column) => column.startsWith("config."));
  const byVariety = [...config].sort((a, b) => variety(b, rows) - variety(a, rows));
  const varied = byVariety.find(numeric) ?? byVariety[0] ?? null;
  return {
    config: config.slice(0, usualConfig),
    varied,
    grouping: byVariety.findLast((column) => column !== varied) ?? null,
    results: main === undefined ? ["loss"] : second === undefined || main === "best_loss" ? [main] : [measured.includes("best_loss") ? "best_loss" : second, main],
  };
}

/** Names of what runs declared and measured, as columns. */
export function namesOf(runs: Pick<RunDetail, "description" | "metrics">[]): string[] {
  const named = (kind: string, most: number, names: (run: Pick<RunDetail, "description" | "metrics">) => string[]) => [...new Set(runs.flatMap(names))].sort().slice(0, most).map((name) => `${kind}.${name}`);
  return [
    ...named("config", mostConfig, ({ description }) => Object.keys(description.hyperparameters)),
    ...named("result", mostOthers, ({ description }) => Object.keys(description.summary ?? {})),
    ...named("metric", mostOthers, ({ metrics }) => metrics.map(({ series }) => series).filter((series) => series.includes("/"))),
  ];
}

/** The usual columns for the runs of `parameters`; null until they are known, and while none are `wanted`. */
export function useUsual(parameters: Parameters, wanted: boolean): UsualColumns | null {
  const [usual, setUsual] = useState<UsualColumns | null>(null);
  const key = JSON.stringify(parameters);
  useEffect(() => {
    if (!wanted) {
      return undefined;
    }
    const abort = new AbortController();
    const rowsWith = async (column: string[]) => (await get<{ runs: RunRow[] }>("/runs", { ...parameters, column, limit: sample }, abort.signal)).runs;
    const find = async () => {
      const rows = await rowsWith([]);
      const some = [...new Set([rows[0], rows[rows.length >> 1], rows.at(-1)])].filter((row) => row !== undefined);
      const details = await Promise.all(some.map(({ run }) => get<RunDetail>(`/runs/${encodeURIComponent(run)}`, {}, abort.signal).then((detail) => [detail], () => [])));
      const columns = namesOf(details.flat());
      return usualOf(columns.length > 0 ? await rowsWith(columns) : rows, columns);
    };
    // A chart without columns of its own shows what every run has.
    find().catch(() => ({ config: [], varied: null, grouping: null, results: ["best_loss"] })).then((found) => abort.signal.aborted || setUsual(found));
    return () => abort.abort();
  }, [key, wanted]);
  return wanted ? usual : null;
}
