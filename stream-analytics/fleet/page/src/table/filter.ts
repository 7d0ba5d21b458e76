import type { Parameters } from "../api/client";

/** Filters of the list of runs that hold one value, beside the conditions on columns. */
export const filters = ["text", "state", "verdict", "severity", "project", "owner", "host", "tag", "group"] as const;

/** Parameters of an address that filter the runs, with nothing in them. */
export const noFilters = Object.fromEntries([...filters, "where", "run"].map((name) => [name, null]));

/** The runs that an address asks for: by filters, conditions and ids. */
export function filterOf(query: URLSearchParams): Parameters {
  return { ...Object.fromEntries(filters.map((name) => [name, query.get(name)])), where: query.getAll("where"), run: query.getAll("run") };
}

/** The parameters of an address that say which runs are shown and in what order: other pages over the same runs have them too. */
export function onlyFilters(query: URLSearchParams): URLSearchParams {
  const kept = new Set<string>([...filters, "where", "run", "sort", "order"]);
  return new URLSearchParams([...query].filter(([name]) => kept.has(name)));
}
