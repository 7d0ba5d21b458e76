import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { ApiError } from "../api/client";
import { get, type Parameters } from "../api/client";
import { passes, useRepeat } from "./repeat";

/** State of a request. */
export type Fetched<T> =
  | { status: "loading"; data: T | null; error: null }
  | { status: "error"; data: T | null; error: ApiError }
  | { status: "ready"; data: T; error: null };

/**
 * GETs `path` whenever it or its parameters change; a null path asks nothing. What was there before stays in `data`
 * while the next answer is awaited. Where there is no such thing, or the service is loading, that stays the answer while it is
 * asked for again.
 *
 * @returns the answer, a function that asks again, and one that changes what is held
 */
export function useFetched<T>(path: string | null, parameters: Parameters = {}) {
  const [fetched, setFetched] = useState<Fetched<T>>({ status: "loading", data: null, error: null });
  const [round, setRound] = useState(0);
  const key = JSON.stringify([path, parameters]);
  const lastPath = useRef(path);
  useEffect(() => {
    if (path === null) {
      return undefined;
    }
    const abort = new AbortController();
    const keep = lastPath.current === path;
    lastPath.current = path;
    setFetched((before) => (keep && passes(before.error) ? before : { status: "loading", data: keep ? before.data : null, error: null }));
    get<T>(path, parameters, abort.signal).then(
      (data) => setFetched({ status: "ready", data, error: null }),
      (error: ApiError) => abort.signal.aborted || setFetched((before) => ({ status: "error", data: before.data, error })),
    );
    return () => abort.abort();
  }, [key, round]);
  const again = useCallback(() => setRound((n) => n + 1), []);
  useRepeat(fetched.error, fetched, again);
  const change = useCallback((next: (data: T) => T) => {
    setFetched((before) => (before.data === null ? before : { ...before, data: next(before.data) }) as Fetched<T>);
  }, []);
  return { ...fetched, again, change };
}
