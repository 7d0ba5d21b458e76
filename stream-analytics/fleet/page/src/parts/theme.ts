import { useEffect, useState } from "preact/hooks";

export type Theme = "light" | "dark";
export type ThemeChoice = Theme | "system";

const stored = "gradwatch.theme";
const changed = "gradwatch:theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

/** The reader's choice; "system" unless there is one. */
export function themeChoice(): ThemeChoice {
  try {
    const choice = localStorage.getItem(stored);
    return choice === "light" || choice === "dark" ? choice : "system";
  } catch {
    return "system";
  }
}

/** The theme that holds. */
export function theme(): Theme {
  const choice = themeChoice();
  return choice === "system" ? (dark.matches ? "dark" : "light") : choice;
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
  try {
    localStorage.setItem(stored, theme() === "dark" ? "light" : "dark");
  } catch {
    // Storage may be off; the choice then holds until the next load.
  }
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
