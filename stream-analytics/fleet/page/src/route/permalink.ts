import { navigate, useLocation } from "./router";

/** Unit of a chart's x axis. */
export type XAxis = "step" | "epoch" | "time" | "relative" | "tokens";

/** Scale of a chart's y axis; "auto" chooses by its values. */
export type YAxis = "auto" | "linear" | "log";

/** Options of the charts of a page; the address holds them all. */
export interface View {
  x: XAxis;
  y: YAxis;
  /** Values that the smoothed curve is an exponential average over; 0 is off. */
  smooth: number;
  /** True where points that a later attempt has replaced are drawn. */
  superseded: boolean;
  rank: number | null;
  /** The steps that are zoomed on; null at an open end. */
  from: number | null;
  to: number | null;
}

/** Defaults for an address without options. */
export const plainView: View = { x: "step", y: "auto", smooth: 0, superseded: false, rank: null, from: null, to: null };

const axes: XAxis[] = ["step", "epoch", "time", "relative", "tokens"];
/** The choices of a y axis. */
export const yAxes: YAxis[] = ["auto", "linear", "log"];

/** The view that `query` names; a missing or wrong y axis becomes the `usual` one. */
export function readView(query: URLSearchParams, usual: YAxis = "auto"): View {
  const x = query.get("x") as XAxis;
  const y = query.get("y") as YAxis;
  return {
    x: axes.includes(x) ? x : "step",
    y: yAxes.includes(y) ? y : usual,
    smooth: whole(query.get("smooth")) ?? 0,
    superseded: query.get("superseded") === "1",
    rank: whole(query.get("rank")),
    from: whole(query.get("from")),
    to: whole(query.get("to")),
  };
}

function whole(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** `query` with `view` in it; defaults are left out, and all other parameters stay. */
export function writeView(query: URLSearchParams, view: View, usual: YAxis = "auto"): URLSearchParams {
  return withValues(query, {
    x: view.x === "step" ? null : view.x,
    y: view.y === usual ? null : view.y,
    smooth: view.smooth > 0 ? String(view.smooth) : null,
    superseded: view.superseded ? "1" : null,
    rank: view.rank === null ? null : String(view.rank),
    from: view.from === null ? null : String(view.from),
    to: view.to === null ? null : String(view.to),
  });
}

/** Values of parameters by name: null and empty for none, a list for one that is repeated. */
export type Values = Record<string, string | string[] | null>;

/** Sets parameters of the page's address. */
export type SetParameters = (values: Values) => void;

/** `query` with `values` set; null and empty remove a key. */
export function withValues(query: URLSearchParams, values: Values): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const [key, value] of Object.entries(values)) {
    if (value === null || value.length === 0) {
      next.delete(key);
    } else if (Array.isArray(value)) {
      next.delete(key);
      value.forEach((one) => next.append(key, one));
    } else {
      next.set(key, value);
    }
  }
  return next;
}

/** True where an address has nothing, or the name of a saved view alone. */
export function isLoneView(query: URLSearchParams): boolean {
  return [...query.keys()].every((key) => key === "view");
}

/** `query` without the name of a saved view that stands in it alone: the reader took away all that the view is made of. */
export function withoutLoneView(query: URLSearchParams): URLSearchParams {
  return isLoneView(query) ? new URLSearchParams() : query;
}

/** `path` with `query`. */
export function urlOf(path: string, query: URLSearchParams): string {
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** The view of the charts of this page, and a function that changes it. A new zoom is an entry in the history: Back undoes it. */
export function useView(usual: YAxis = "auto"): [View, (change: Partial<View>) => void] {
  const { path, query } = useLocation();
  const change = (part: Partial<View>) => {
    const replace = !("from" in part || "to" in part);
    navigate(urlOf(path, writeView(query, { ...readView(query, usual), ...part }, usual)), { replace });
  };
  return [readView(query, usual), change];
}

/** Parameters of this page's address, and a function that sets some of them. */
export function useParameters(): [URLSearchParams, SetParameters] {
  const { path, query } = useLocation();
  return [query, (values) => navigate(urlOf(path, withoutLoneView(withValues(query, values))), { replace: true })];
}
