import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { get, type ApiError, type Parameters } from "../api/client";
import type { RunRow } from "../api/types";
import { useStream } from "../live/context";
import { useRepeat, waits } from "../live/repeat";

/** Most runs of a chart; the first in the order of the list are shown. */
export const mostRuns = 10_000;
/** Runs of one answer: the most that the service gives. */
const pageSize = 1_000;
/** Time between two looks at the values, milliseconds, for each answer that they take. */
const restMillis = 10_000;

/** The runs of a chart, with the columns whose values they have. */
export interface ChartedRuns {
  rows: RunRow[];
  columns: string[];
  /** Runs that the filters leave, also beyond those of the chart. */
  total: number;
  status: "loading" | "ready" | "error";
  error: ApiError | null;
}

interface RunPage {
  runs: RunRow[];
  total: number;
  next_cursor: string | null;
}

/** Fetches all runs, page by page; `grown` is told after each. */
async function fetchRuns(parameters: Parameters, signal: AbortSignal, grown: (rows: RunRow[], total: number, whole: boolean) => void): Promise<void> {
  let rows: RunRow[] = [];
  let cursor: string | null = null;
  do {
    const page: RunPage = await get<RunPage>("/runs", { ...parameters, limit: pageSize, cursor }, signal);
    rows = [...rows, ...page.runs];
    cursor = rows.length < mostRuns ? page.next_cursor : null;
    grown(rows.slice(0, mostRuns), page.total, cursor === null);
  } while (cursor !== null);
}

/** All runs that the list of runs has for `parameters`, with their values in `columns`; null asks for nothing yet. Values are asked for anew now and then. */
export function useRuns(parameters: Parameters, columns: string[] | null): ChartedRuns & { again: () => void } {
  const [runs, setRuns] = useState<ChartedRuns>({ rows: [], columns: [], total: 0, status: "loading", error: null });
  const [round, setRound] = useState(0);
  const shown = useRef<string | null>(null);
  const key = JSON.stringify(parameters);
  const names = JSON.stringify(columns);
  useEffect(() => {
    if (columns === null) {
      return undefined;
    }
    const abort = new AbortController();
    // The first runs of another question are shown as they come; those of the same one take the place of the former as a whole.
    const anew = shown.current !== key;
    setRuns((before) => ({ ...before, status: anew ? "loading" : before.status, error: null }));
    const take = (rows: RunRow[], total: number, whole: boolean) => {
      if (whole || anew) {
        setRuns({ rows, columns, total, status: whole ? "ready" : "loading", error: null });
      }
      shown.current = whole ? key : shown.current;
    };
    fetchRuns({ ...parameters, column: columns }, abort.signal, take).catch((error: ApiError) => abort.signal.aborted || setRuns((before) => ({ ...before, status: "error", error })));
    return () => abort.abort();
  }, [key, names, round]);
  const again = useCallback(() => setRound((n) => n + 1), []);
  useRepeat(waits(runs.error), runs, again);
  useStream("reset", again, []);
  const answers = Math.max(1, Math.ceil(runs.rows.length / pageSize));
  useEffect(() => {
    const timer = setInterval(() => document.hidden || again(), restMillis * answers);
    return () => clearInterval(timer);
  }, [again, answers]);
  return { ...runs, again };
}
