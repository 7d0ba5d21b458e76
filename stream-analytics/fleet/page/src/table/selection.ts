import { useRef, useState } from "preact/hooks";
import type { SetParameters } from "../route/permalink";

/** Most chosen runs that an address names: as many as can be compared. */
export const mostNamed = 20;

/** The chosen of `ids`, and ways to change it. An address names few of them, so that a choice can be handed on. */
export interface Selection {
  chosen: Set<string>;
  /** Chooses one, or leaves it; `range` does the same with all from the last one that was changed. */
  toggle: (id: string, range?: boolean) => void;
  all: () => void;
  clear: () => void;
}

/** `chosen` after a change of `id`: of it alone, or of all in `ids` from `last` to it. */
export function changed(chosen: Set<string>, ids: string[], id: string, last: string | null): Set<string> {
  const next = new Set(chosen);
  const [from, to] = [last === null ? -1 : ids.indexOf(last), ids.indexOf(id)];
  const range = from < 0 || to < 0 ? [id] : ids.slice(Math.min(from, to), Math.max(from, to) + 1);
  const add = !chosen.has(id);
  range.forEach((one) => (add ? next.add(one) : next.delete(one)));
  return next;
}

/** Ids that the address names; what is no id is left out. */
export function readSelected(query: URLSearchParams): string[] {
  return (query.get("selected") ?? "").split(",").map(decoded).filter((id): id is string => Boolean(id));
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** The chosen runs of the list. */
export function useSelection(ids: string[], query: URLSearchParams, setQuery: SetParameters): Selection {
  const [chosen, setChosen] = useState(() => new Set(readSelected(query)));
  const last = useRef<string | null>(null);
  const set = (next: Set<string>) => {
    setChosen(next);
    setQuery({ selected: next.size > mostNamed ? null : [...next].map(encodeURIComponent).join(",") || null });
  };
  return {
    chosen,
    toggle: (id, range = false) => {
      set(changed(chosen, ids, id, range ? last.current : null));
      last.current = id;
    },
    all: () => set(new Set([...chosen, ...ids])),
    clear: () => set(new Set()),
  };
}
