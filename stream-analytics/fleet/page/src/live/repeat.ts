import { useEffect, useRef } from "preact/hooks";
import type { ApiError } from "../api/client";

/** Pause before a missing thing is asked for again, milliseconds. A link can be followed before the tables know its target. Own choices. */
const firstRepeatMillis = 1_000;
const lastRepeatMillis = 30_000;
/** Pause between requests while the tables load, which takes seconds. */
const loadingRepeatMillis = 1_000;

/** Event of the window: the service knows this browser now. */
export const signedIn = "gradwatch:signed-in";

/** True where asking again helps: the thing may still appear, or the service is starting. */
export function passes(error: ApiError | null): boolean {
  return error?.status === 404 || isLoading(error);
}

/** True where the service says that it is not ready. */
export function isLoading(error: ApiError | null): boolean {
  return error?.status === 503;
}

/** The error if {@link useRepeat} should repeat for it: the service is loading, or needs a token. Null for every other error. */
export function waits(error: ApiError | null): ApiError | null {
  return isLoading(error) || error?.status === 401 ? error : null;
}

/** Calls `again` for as long as `error` is one that passes: of what is missing ever more seldom, of what is loading each second; of what needs a token once one was shown. `asked` changes with each answer. */
export function useRepeat(error: ApiError | null, asked: unknown, again: () => void): void {
  const repeatMillis = useRef(firstRepeatMillis);
  useEffect(() => {
    if (error?.status === 401) {
      addEventListener(signedIn, again);
      return () => removeEventListener(signedIn, again);
    }
    if (!passes(error)) {
      repeatMillis.current = firstRepeatMillis;
      return undefined;
    }
    const timer = setTimeout(again, isLoading(error) ? loadingRepeatMillis : repeatMillis.current);
    repeatMillis.current = Math.min(2 * repeatMillis.current, lastRepeatMillis);
    return () => clearTimeout(timer);
  }, [asked]);
}
