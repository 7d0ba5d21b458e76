/** Colour and dash of a run's curves. */
export interface RunStyle {
  colour: string;
  dash: number[] | undefined;
}

/**
 * Okabe and Ito's palette, told apart with every common form of colour blindness, without black and yellow, which are the page's; then
 * wine, olive and indigo, as in Paul Tol's muted scheme.
 */
const light = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#882255", "#8a8a2b", "#5a3fb0"];
/** The same hues, light enough to stand out from a dark page. */
const dark = ["#3d9be0", "#f0b040", "#2fc79b", "#e39bc6", "#a8dcfa", "#f0763a", "#d0648f", "#c4c45a", "#a18cf0"];

/** Colours by which runs and categories are told apart. */
export function palette(theme: "light" | "dark"): string[] {
  return theme === "dark" ? dark : light;
}

/** Dashes tell curves apart once the colours are taken. */
const dashes: (number[] | undefined)[] = [undefined, [6, 3], [2, 3], [9, 3, 2, 3]];

/** FNV-1a of the text, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  return value >>> 0;
}

/**
 * Styles of `runs` by id. A run has the colour that its id gives; of several that give the same, the first by id keeps it and
 * the others have the next that is free, so that neither the order of the choice nor a hidden run changes a colour.
 */
export function runStyles(runs: string[], theme: "light" | "dark"): Map<string, RunStyle> {
  const colours = palette(theme);
  const taken = new Set<number>();
  const styles = new Map<string, RunStyle>();
  for (const run of [...new Set(runs)].sort()) {
    const slot = freeSlot(hash(run) % colours.length, colours.length, taken);
    taken.add(slot);
    styles.set(run, { colour: colours[slot % colours.length], dash: dashes[Math.floor(slot / colours.length) % dashes.length] });
  }
  return styles;
}

/** The place in the palette at or after `first`, without a dash while a colour is free; where all are taken, `first` again. */
function freeSlot(first: number, colours: number, taken: Set<number>): number {
  for (let row = 0; row < dashes.length; row++) {
    for (let i = 0; i < colours; i++) {
      const slot = row * colours + ((first + i) % colours);
      if (!taken.has(slot)) {
        return slot;
      }
    }
  }
  return first;
}
