import { useEffect, useRef, useState } from "preact/hooks";
import { navigate } from "../route/router";

/** Keys and what they do, as the help shows them. */
export const shortcuts: [string, string][] = [
  ["/", "search in the list"],
  ["j  k", "next and previous row or alert"],
  ["Enter", "open the run or alert in focus"],
  ["x", "choose the run or alert in focus"],
  ["X", "choose all from the last chosen to it"],
  ["*", "choose all that are loaded"],
  ["c", "columns of the list of runs"],
  ["a", "acknowledge the chosen alerts"],
  ["s", "silence the chosen runs or alerts"],
  ["⇧←  ⇧→", "on the head of a column, or the name of an axis: move it"],
  ["+  −", "on the head of a column: make it wider, narrower"],
  ["p", "on the head of a column: pin up to it"],
  ["←  →  +  −  0", "on a chart: move its cursor, zoom, show all"],
  ["n", "on a chart: note something at its cursor"],
  ["←  ↑  →  ↓  Enter", "on the heat map: move its cursor, open the histogram"],
  ["←  →", "on a histogram: that of the step before, of the next"],
  ["↑  ↓  Enter", "on parallel coordinates or a scatter: go from run to run, open it"],
  ["?", "this list"],
  ["Esc", "close, or leave the zoom"],
];

const escapeEvent = "gradwatch:escape";

/** Calls `leave` when the reader asks a page to leave what it is in; charts leave their zoom. */
export function useEscape(leave: () => void): void {
  useEffect(() => {
    addEventListener(escapeEvent, leave);
    return () => removeEventListener(escapeEvent, leave);
  });
}

/** True where a key is meant for the page, and not for a field, a dialog or the browser. */
function isForPage(event: KeyboardEvent): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented && !typing(event.target) && document.querySelector("dialog[open]") === null;
}

/** What `keys` has for a key that was pressed; null for one that is held, so that nothing is sent again and again. */
export function actionOf(keys: Record<string, () => void>, { key, repeat }: Pick<KeyboardEvent, "key" | "repeat">): (() => void) | null {
  return !repeat && Object.hasOwn(keys, key) ? keys[key] : null;
}

/** Calls what `keys` has for a key, while the page that uses it is shown. */
export function useKeys(keys: Record<string, () => void>): void {
  // An effect runs after the page was painted: a key that is pressed at once would meet what was shown before.
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const action = actionOf(latest.current, event);
      if (action && isForPage(event)) {
        event.preventDefault();
        action();
      }
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

/** The link of the row in which the focus is; null where it is in none. */
function rowInFocus(): HTMLElement | null {
  const here = document.activeElement;
  return here?.closest<HTMLElement>("[data-row]") ?? here?.closest("[data-line]")?.querySelector<HTMLElement>("[data-row]") ?? null;
}

/** Id that the row in focus has; null where it has none, or the focus is in none. */
export function focusedRow(): string | null {
  return rowInFocus()?.dataset.row || null;
}

function typing(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) {
    return target.type !== "checkbox";
  }
  return target instanceof HTMLElement && (target.isContentEditable || ["TEXTAREA", "SELECT"].includes(target.tagName));
}

function search(): void {
  const find = () => document.querySelector<HTMLInputElement>("[data-search]");
  if (find()) {
    find()!.focus();
  } else {
    navigate("/runs");
    requestAnimationFrame(() => requestAnimationFrame(() => find()?.focus()));
  }
}

/** Moves the focus to the next (1) or previous (-1) row. */
function move(direction: 1 | -1): void {
  // Those of a group that is closed cannot have the focus.
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")].filter((row) => row.getClientRects().length > 0);
  const here = rows.findIndex((row) => row === rowInFocus());
  const next = rows[here === -1 ? (direction === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, here + direction))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

/** Listens to the keys of the page. Returns whether the help is open. */
export function useShortcuts(): [boolean, (open: boolean) => void] {
  const [help, setHelp] = useState(false);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      if (event.key === "Escape") {
        (document.activeElement as HTMLElement | null)?.blur?.();
        setHelp(false);
        dispatchEvent(new Event(escapeEvent));
      } else if (!typing(event.target) && document.querySelector("dialog[open]") === null) {
        const action = { "/": search, j: () => move(1), k: () => move(-1), "?": () => setHelp(true) }[event.key];
        if (action) {
          event.preventDefault();
          action();
        }
      }
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
  return [help, setHelp];
}
