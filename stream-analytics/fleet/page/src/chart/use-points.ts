import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { get, type ApiError } from "../api/client";
import type { PointsWire, StepEvent } from "../api/types";
import { useStream } from "../live/context";
import { append, decodePoints, valueOf, type Arrival, type Points } from "../live/points";

/** Which points are wanted. */
export interface Wanted {
  run: string;
  series: string;
  rank: number | null;
  from: number | null;
  to: number | null;
  smooth: number;
  /** How many points the screen has room for. */
  points: number;
}

/** The points of a series, and how far they are. `version` changes with every value that comes in. */
export interface LivePoints {
  status: "loading" | "ready" | "error";
  points: Points | null;
  error: ApiError | null;
  version: number;
}

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
    const { run, ...parameters } = wanted;
    held.current = { points: null, early: [] };
    setState((before) => ({ ...before, status: "loading", points: sameSeries(before.points, wanted) ? before.points : null, error: null }));
    const query = { ...parameters, smooth: wanted.smooth || null, x: "step" };
    get<PointsWire>(`/runs/${encodeURIComponent(run)}/points`, query, abort.signal).then(
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
        setState((before) => ({ ...before, version: before.version + 1 }));
      }
    },
    [key],
  );
  const again = useCallback(() => setRound((n) => n + 1), []);
  useStream("steps", take, [take]);
  useStream("evaluation", (event) => take([event]), [take]);
  useStream("reset", again, []);
  return { ...state, again };
}

function sameSeries(points: Points | null, wanted: Wanted): boolean {
  return points?.run === wanted.run && points.series === wanted.series;
}

/** What an event says of the wanted series, where it is of the run, the rank and the steps that are shown. */
export function arrivalOf(event: StepEvent, wanted: Wanted): Arrival[] {
  const name = event.split && wanted.series.startsWith(`${event.split}/`) ? wanted.series.slice(event.split.length + 1) : wanted.series;
  const foreign = event.run !== wanted.run || (event.split ? name === wanted.series : (event.rank ?? 0) !== (wanted.rank ?? 0));
  const outside = event.step < (wanted.from ?? -Infinity) || event.step > (wanted.to ?? Infinity);
  const value = foreign || outside ? null : valueOf(event.values, name);
  return value === null ? [] : [{ attempt: event.attempt, step: event.step, millis: event.millis, value }];
}
