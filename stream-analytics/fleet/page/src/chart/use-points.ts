import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { get, type ApiError } from "../api/client";
import type { PointsWire, StepEvent } from "../api/types";
import { useStream } from "../live/context";
import { append, decodePoints, type Arrival, type Points } from "../live/points";
import { useRepeat, waits } from "../live/repeat";
import { arrivalOf, questionOf, type Wanted } from "./wanted";

/** The points of a series, and how far they are. `version` changes with every value that comes in. */
export interface LivePoints {
  status: "loading" | "ready" | "error";
  points: Points | null;
  error: ApiError | null;
  version: number;
}

/** Charts are drawn anew at most this often, so that a page of many stays responsive. */
const redrawMillis = 400;

/** Fetches points once and lets the stream add to them; only a new zoom, or a gap in the stream, fetches again. */
export function usePoints(wanted: Wanted | null): LivePoints & { again: () => void } {
  const [state, setState] = useState<LivePoints>({ status: "loading", points: null, error: null, version: 0 });
  const [round, setRound] = useState(0);
  const held = useRef<{ points: Points | null; early: Arrival[] }>({ points: null, early: [] });
  const key = JSON.stringify(wanted);

  useEffect(() => {
    if (!wanted) {
      return undefined;
    }
    const abort = new AbortController();
    held.current = { points: null, early: [] };
    setState((before) => ({ ...before, status: "loading", points: sameSeries(before.points, wanted) ? before.points : null, error: null }));
    const { path, parameters } = questionOf(wanted);
    get<PointsWire>(path, parameters, abort.signal).then(
      (wire) => {
        const points = decodePoints(wire, wanted.smooth, wanted.points);
        held.current.early.forEach((arrival) => append(points, arrival));
        held.current = { points, early: [] };
        setState((before) => ({ status: "ready", points, error: null, version: before.version + 1 }));
      },
      (error: ApiError) => abort.signal.aborted || setState((before) => ({ ...before, status: "error", error })),
    );
    return () => abort.abort();
  }, [key, round]);

  const redraw = useRest(redrawMillis, () => setState((before) => ({ ...before, version: before.version + 1 })));
  const take = useCallback(
    (events: StepEvent[]) => {
      const arrivals = wanted ? events.flatMap((event) => arrivalOf(event, wanted)) : [];
      if (arrivals.length === 0) {
        return;
      }
      const { points, early } = held.current;
      if (points === null) {
        early.push(...arrivals);
      } else if (arrivals.map((arrival) => append(points, arrival)).some(Boolean)) {
        redraw();
      }
    },
    [key],
  );
  const again = useCallback(() => setRound((n) => n + 1), []);
  useRepeat(waits(state.error), state.error, again);
  useBehind(wanted, state, again);
  useStream("steps", take, [take]);
  useStream("evaluation", (event) => take([event]), [take]);
  useStream("reset", again, []);
  return { ...state, again };
}

/** Rest before a curve is asked for again that is not there yet, milliseconds, and how often it is. Own choices. */
const behindMillis = 1_000;
const mostBehind = 20;

/** A series is known by the event of its first value, which can be here before the curves of the service have it: of one that is empty, the points are asked for again. */
function useBehind(wanted: Wanted | null, { points, version }: LivePoints, again: () => void): void {
  const asked = useRef({ key: "", times: 0 });
  const key = JSON.stringify(wanted);
  const behind = wanted !== null && wanted.from === null && wanted.to === null && points !== null && points.buckets.length === 0;
  useEffect(() => {
    asked.current = asked.current.key === key ? asked.current : { key, times: 0 };
    if (!behind || asked.current.times >= mostBehind) {
      return undefined;
    }
    const timer = setTimeout(() => (asked.current.times++, again()), behindMillis);
    return () => clearTimeout(timer);
  }, [key, behind, version]);
}

/** A function that calls `action` at most once in `millis`, and at the end of each such rest if it was called meanwhile. */
function useRest(millis: number, action: () => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      action();
    }, millis);
  }, []);
}

function sameSeries(points: Points | null, wanted: Wanted): boolean {
  return points?.run === wanted.run && points.series === wanted.series;
}
