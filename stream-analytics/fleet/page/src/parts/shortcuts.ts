import { useEffect, useState } from "preact/hooks";
import { navigate } from "../route/router";

/** Keys and what they do, as the help shows them. */
export const shortcuts: [string, string][] = [
  ["/", "search in the list of runs"],
  ["j  k", "next and previous row or alert"],
  ["Enter", "open what is chosen"],
  ["←  →  +  −  0", "on a chart: move its cursor, zoom, show all"],
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

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
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
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const here = rows.findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
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
