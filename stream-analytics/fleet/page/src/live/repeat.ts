import { useEffect, useRef } from "preact/hooks";
import type { ApiError } from "../api/client";

/** What is not there may come: a link can be followed before the tables know what it names. Own choices, milliseconds. */
const firstRepeatMillis = 1_000;
const lastRepeatMillis = 30_000;
/** The tables load within seconds: who waits for them asks at this pace. */
const loadingRepeatMillis = 1_000;

/** Event of the window: the service knows this browser now. */
export const signedIn = "gradwatch:signed-in";

/** Whether asking again helps by itself: there is no such thing yet, or the service is starting or not reached. */
export function passes(error: ApiError | null): boolean {
  return error?.status === 404 || isLoading(error);
}

/** Whether the service says that it is not ready at the moment. */
export function isLoading(error: ApiError | null): boolean {
  return error?.status === 503;
}

/** What an error needs of {@link useRepeat} where it is not missing: the service is loading, or a token is wanted. */
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
