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
  const wanted = useRef(false);
  const held = useRef(0);
  held.current = list.rows.length;
  const key = JSON.stringify([path, parameters]);

  const fetchPage = useCallback(
    (first: boolean) => {
      const abort = new AbortController();
      busy.current = abort;
      // What is asked for now is newer, and goes on where the list ends now.
      refreshing.current?.abort();
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
    return () => {
      busy.current?.abort();
      refreshing.current?.abort();
    };
  }, [key, round]);

  const more = useCallback(() => {
    if (cursor.current !== null && busy.current === null) {
      fetchPage(false);
    }
  }, [key]);
  const again = useCallback(() => setRound((n) => n + 1), []);
  useRepeat(waits(list.error), list, again);
  /** Fetches what is held once more, without giving it up meanwhile; of a long list the first rows. A page on its way comes first. */
  const refresh = useCallback(() => {
    wanted.current = busy.current !== null;
    if (wanted.current) {
      return;
    }
    refreshing.current?.abort();
    const abort = new AbortController();
    refreshing.current = abort;
    const limit = Math.min(mostRows, Math.max(held.current, Number(parameters["limit"] ?? 0)));
    get<Answer<Row>>(path, { ...parameters, limit }, abort.signal).then((answer) => {
      const rows = answer[field] as Row[];
      const whole = held.current <= limit;
      cursor.current = whole ? answer.next_cursor : cursor.current;
      setList((before) => ({ ...before, rows: whole ? rows : refreshed(before.rows, rows), total: answer.total }));
    }, () => undefined);
  }, [key]);
  useEffect(() => {
    if (wanted.current && busy.current === null) {
      refresh();
    }
  }, [list]);
  const change = useCallback((next: (rows: Row[]) => Row[]) => setList((before) => ({ ...before, rows: next(before.rows) })), []);
  return { ...list, more, again, refresh, change };
}

/** `rows` with their beginning replaced by `first`; a row that has moved into it stands there alone. */
export function refreshed<Row>(rows: Row[], first: Row[]): Row[] {
  const ids = new Set(first.map(idOf));
  return [...first, ...rows.slice(first.length).filter((row) => !ids.has(idOf(row)))];
}

/** Id of an alert, or of a run. */
function idOf(row: unknown): unknown {
  const { id, run } = row as { id?: string; run?: string };
  return id ?? run;
}
