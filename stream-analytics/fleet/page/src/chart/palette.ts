import type { Severity } from "../api/types";

/** The colours of a chart, as the theme that holds defines them. */
export interface ChartColours {
  curve: string;
  axis: string;
  grid: string;
  divider: string;
  nonFinite: string;
  nonPositive: string;
  severity: Record<Severity, string>;
}

/** Reads the colours from the style sheet, for what is drawn on a canvas. */
export function chartColours(): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    curve: colour("--curve"),
    axis: colour("--ink-soft"),
    grid: colour("--line"),
    divider: colour("--ink-faint"),
    nonFinite: colour("--nonfinite"),
    nonPositive: colour("--ink-faint"),
    severity: { critical: colour("--critical"), warning: colour("--warning"), info: colour("--info") },
  };
}

/** `colour`, given as #rrggbb, at `alpha` from 0 to 1. */
export function translucent(colour: string, alpha: number): string {
  return colour + Math.round(alpha * 255).toString(16).padStart(2, "0");
}

/** Control points of the "cividis" map (Nuñez, Anderton, Renslow 2018), which reads alike with and without colour blindness. */
const cividis = ["#00204c", "#123570", "#3b496c", "#575d6d", "#707173", "#8a8678", "#a59c74", "#c3b369", "#e1cc55", "#ffe945"];

/** The colour at `part`, 0 to 1, of the heat map's scale. */
export function heatColour(part: number): string {
  const at = Math.min(1, Math.max(0, part)) * (cividis.length - 1);
  const i = Math.min(cividis.length - 2, Math.floor(at));
  const mix = (from: number) => {
    const [a, b] = [cividis[i], cividis[i + 1]].map((hex) => parseInt(hex.slice(from, from + 2), 16));
    return Math.round(a + (b - a) * (at - i));
  };
  return `rgb(${mix(1)},${mix(3)},${mix(5)})`;
}
