import { useMemo } from "preact/hooks";
import type { SetParameters } from "../route/permalink";
import { readLayout, writeLayout, type Layout } from "./columns";

/** The layout that the address names, and a function that changes it. */
export function useLayout(query: URLSearchParams, setQuery: SetParameters): [Layout, (layout: Layout) => void] {
  const layout = useMemo(() => readLayout(query), [query.get("columns"), query.get("pin")]);
  return [layout, (next) => setQuery(writeLayout(next))];
}
