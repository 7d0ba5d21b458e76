import { useTheme } from "../parts/theme";
import { rampColour, type Colouring } from "./ramp";
import { valueWords } from "./value";
import type { ColumnScale } from "./scale";

/** Meaning of the colours: the ends of a ramp, or the categories. */
export function ColourLegend({ scale, colouring }: { scale: ColumnScale | null; colouring: Colouring }) {
  const theme = useTheme();
  if (scale === null) {
    return null;
  }
  const ends = scale.range?.map((value) => valueWords(scale.id, value));
  return (
    <span class="legend colour-legend">
      <span title={scale.id}>{scale.label}</span>
      {colouring.legend === null ? ends && (
        <span class="heat-scale">
          {ends[0]}<i style={{ background: `linear-gradient(90deg,${Array.from({ length: 10 }, (_, i) => rampColour(i / 9, theme)).join(",")})` }} />{ends[1]}
          {scale.kind === "log" && <span class="quiet">log</span>}
        </span>
      ) : colouring.legend.map(({ words, colour }) => <span key={words} class="colour-name"><i style={{ background: colour }} />{words}</span>)}
    </span>
  );
}

/** Colours by a column, in words for a picture. */
export function colourPicture({ label, range, id, kind }: ColumnScale): string {
  return range ? `colour: ${label}, ${valueWords(id, range[0])} to ${valueWords(id, range[1])}${kind === "log" ? ", logarithmic" : ""}` : `colour: ${label}`;
}
