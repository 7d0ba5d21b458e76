import { useEffect, useState } from "preact/hooks";
import { store, stored } from "./stored";

export type Theme = "light" | "dark";
const key = "gradwatch.theme";
const changed = "gradwatch:theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

/** The theme that holds: the reader's choice, else that of the system. */
export function theme(): Theme {
  const choice = stored(key);
  return choice === "light" || choice === "dark" ? choice : dark.matches ? "dark" : "light";
}

/** Sets the theme on the document. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = theme();
  dispatchEvent(new Event(changed));
}

/** Follows the system, and applies what holds. */
export function watchTheme(): void {
  dark.addEventListener("change", applyTheme);
  applyTheme();
}

/** Turns light into dark and back; remembered on this machine. */
export function switchTheme(): void {
  store(key, theme() === "dark" ? "light" : "dark");
  applyTheme();
}

/** The theme that holds, as it changes. */
export function useTheme(): Theme {
  const [current, setCurrent] = useState(theme);
  useEffect(() => {
    const update = () => setCurrent(theme());
    addEventListener(changed, update);
    return () => removeEventListener(changed, update);
  }, []);
  return current;
}
