import type { PointsWire } from "../api/types";

/** Makes charts get their points from `curves`, where they else ask the service. */
export function answerFrom(curves: PointsWire[]): void {
  globalThis.fetch = (request) => {
    const query = new URLSearchParams(String(request).split("?")[1]);
    const curve = curves.find(({ series }) => series === query.get("series"))!;
    return Promise.resolve(Response.json(within(curve, Number(query.get("from") ?? -Infinity), Number(query.get("to") ?? Infinity))));
  };
}

/** The points of `curve` that lie, at least with a part, between two steps. */
export function within(curve: PointsWire, from: number, to: number): PointsWire {
  const inside = curve.step.map((step, i) => step <= to && curve.last_step[i] >= from);
  const cut = (value: unknown) => (Array.isArray(value) && value.length === inside.length ? value.filter((_, i) => inside[i]) : value);
  return { ...(Object.fromEntries(Object.entries(curve).map(([key, value]) => [key, cut(value)])) as PointsWire), attempts: curve.attempts };
}

/** The last step with a point of any curve. */
export function lastStepOf(curves: PointsWire[]): number {
  return curves.flatMap((curve) => curve.last_step).reduce((last, step) => Math.max(last, step), -Infinity);
}
