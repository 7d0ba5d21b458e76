import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { ApiError } from "../api/client";
import { get, type Parameters } from "../api/client";
import { isLoading, useRepeat, waits } from "./repeat";

/** A list that the service hands out in pages. */
export interface Paged<Row> {
  rows: Row[];
  total: number;
  status: "loading" | "ready" | "error";
  error: ApiError | null;
}

/** Rows that the service hands out at once. */
const mostRows = 1_000;

/** Rows of a list after its first ones were fetched once more: those that are held beyond what the service hands out at once stay as they are. */
export function refreshed<Row>(held: Row[], fresh: Row[]): Row[] {
  if (held.length <= mostRows || fresh.length < mostRows) {
    return fresh;
  }
  const known = new Set(fresh.map(idOf));
  return [...fresh, ...held.slice(mostRows).filter((row) => !known.has(idOf(row)))];
}

/** Id of a row: that of an alert, else of a run. */
function idOf(row: unknown): string {
  const { id, run } = row as { id?: string; run: string };
  return id ?? run;
}

/** One page of a list, with its rows in a field of any name. */
type Answer<Row> = { total: number; next_cursor: string | null } & Record<string, Row[] | unknown>;

/**
 * A list from `path`, fetched page by page: the first at once, the next whenever `more` is called. New parameters begin anew.
 *
 * @param field the field of the answer that holds the rows
 */
export function usePages<Row>(path: string, field: string, parameters: Parameters) {
  const empty: Paged<Row> = { rows: [], total: 0, status: "loading", error: null };
  const [list, setList] = useState(empty);
  const [round, setRound] = useState(0);
  const cursor = useRef<string | null>(null);
  const busy = useRef<AbortController | null>(null);
  const refreshing = useRef<AbortController | null>(null);
  /** True where rows are to be fetched once more as soon as what is under way has come. */
  const owed = useRef(false);
  const held = useRef(0);
  held.current = list.rows.length;
  const key = JSON.stringify([path, parameters]);

  const fetchPage = useCallback(
    (first: boolean) => {
      const abort = new AbortController();
      busy.current = abort;
      owed.current ||= refreshing.current !== null;
      refreshing.current?.abort();
      refreshing.current = null;
      get<Answer<Row>>(path, { ...parameters, cursor: first ? null : cursor.current }, abort.signal).then(
        (answer) => {
          busy.current = null;
          cursor.current = answer.next_cursor;
          const rows = answer[field] as Row[];
          setList((before) => ({ rows: first ? rows : [...before.rows, ...rows], total: answer.total, status: "ready", error: null }));
        },
        (error: ApiError) => {
          if (!abort.signal.aborted) {
            busy.current = null;
            setList((before) => ({ ...before, status: "error", error }));
          }
        },
      );
    },
    [key],
  );
  useEffect(() => {
    cursor.current = null;
    setList((before) => (isLoading(before.error) ? before : { ...before, status: "loading", error: null }));
    fetchPage(true);
    owed.current = false;
    return () => {
      busy.current?.abort();
      refreshing.current?.abort();
      refreshing.current = null;
    };
  }, [key, round]);

  const more = useCallback(() => {
    if (cursor.current !== null && busy.current === null) {
      fetchPage(false);
    }
  }, [key]);
  const again = useCallback(() => setRound((n) => n + 1), []);
  useRepeat(waits(list.error), list, again);
  /** Fetches what is held once more, without giving it up meanwhile. */
  const refresh = useCallback(() => {
    owed.current = busy.current !== null || refreshing.current !== null;
    if (owed.current) {
      return;
    }
    const abort = new AbortController();
    refreshing.current = abort;
    const limit = Math.min(mostRows, Math.max(held.current, Number(parameters["limit"] ?? 0)));
    get<Answer<Row>>(path, { ...parameters, limit }, abort.signal).then((answer) => {
      refreshing.current = null;
      const fresh = answer[field] as Row[];
      if (held.current <= mostRows || fresh.length < mostRows) {
        cursor.current = answer.next_cursor;
      }
      setList((before) => ({ ...before, rows: refreshed(before.rows, fresh), total: answer.total }));
    }, () => {
      if (!abort.signal.aborted) {
        refreshing.current = null;
      }
    });
  }, [key]);
  useEffect(() => {
    owed.current && refresh();
  }, [list]);
  const change = useCallback((next: (rows: Row[]) => Row[]) => setList((before) => ({ ...before, rows: next(before.rows) })), []);
  return { ...list, more, again, refresh, change };
}
