/** Colours that a chart over runs is drawn in, as the theme that holds defines them. */
export interface ChartInk {
  page: string;
  ink: string;
  soft: string;
  line: string;
  strong: string;
}

/** Reads the colours from the style sheet. */
export function chartInk(): ChartInk {
  const style = getComputedStyle(document.documentElement);
  const [page, ink, soft, line, strong] = ["--page", "--ink", "--ink-soft", "--line", "--line-strong"].map((name) => style.getPropertyValue(name).trim());
  return { page, ink, soft, line, strong };
}

const font = "11px system-ui, sans-serif";

/** A text of at most `most` pixels with the colour of the page around it, so that it can be read over lines. */
export function haloed(ctx: CanvasRenderingContext2D, words: string, x: number, y: number, { colour, page, align, most = Infinity, bold = false }: { colour: string; page: string; align: CanvasTextAlign; most?: number; bold?: boolean }): void {
  ctx.font = bold ? `600 ${font}` : font;
  ctx.textAlign = align;
  ctx.textBaseline = "middle";
  const text = fitting(words, most, (one) => ctx.measureText(one).width);
  ctx.lineWidth = 4;
  ctx.strokeStyle = page;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
}

/** The beginning of `words` that is no wider than `most`. */
export function fitting(words: string, most: number, widthOf: (text: string) => number): string {
  let text = words.length > 200 ? `${words.slice(0, 199)}…` : words;
  while (text.length > 2 && widthOf(text) > most) {
    text = `${text.slice(0, text.endsWith("…") ? -2 : -1)}…`;
  }
  return text;
}

/** Opacity of each of so many marks, so that many over each other still tell where more of them are. */
export function opacityFor(marks: number): number {
  return marks <= 30 ? 0.9 : marks <= 150 ? 0.65 : marks <= 600 ? 0.42 : marks <= 2_500 ? 0.26 : 0.16;
}
