import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { PictureButtons } from "../chart/picture-buttons";
import { framed, pageInk } from "../chart/picture";
import { useTheme } from "../parts/theme";
import type { Bins } from "./bins";
import { shapesOf, shapesSvg, type Colours, type Shape } from "./shapes";

const height = 220;

interface FigureProps {
  shown: Bins;
  other: Bins | null;
  /** Names of what is shown and of what it is compared with. */
  names: [string, string];
  title: string;
  label: string;
  file: string;
}

/** Bars by sign and size of the elements, and the buttons that save a picture of them. */
export function HistogramFigure({ shown, other, names, title, label, file }: FigureProps) {
  const host = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(0);
  useTheme();
  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => setWidth(host.current!.clientWidth));
    observer.observe(host.current!);
    return () => observer.disconnect();
  }, []);
  const colours = coloursNow();
  const shapes = width > 0 ? shapesOf(shown, other, width, height, colours) : null;
  const legend = [{ label: names[0], colour: colours.bars }, ...(other ? [{ label: names[1], colour: colours.outline }] : [])];
  const take = () => shapes && framed(shapesSvg(shapes), width, height, { title, x: "value, by the logarithm of its size", y: "part of the elements", legend }, colours);
  return (
    <figure class="histogram-figure" ref={host}>
      <svg role="img" aria-label={label} width={width} height={height}>{shapes?.map((shape, i) => <ShapeElement key={i} shape={shape} />)}</svg>
      <figcaption class="chart-foot">
        <span class="legend">{legend.map(({ label: name, colour }) => <span key={name}><i class="histogram-swatch" style={{ background: colour }} /> {name}</span>)}</span>
        <span class="exports"><PictureButtons name={file} take={take} /></span>
      </figcaption>
    </figure>
  );
}

function coloursNow(): Colours {
  const style = getComputedStyle(document.documentElement);
  return { ...pageInk(), bars: style.getPropertyValue("--curve").trim(), outline: style.getPropertyValue("--critical").trim() };
}

function ShapeElement({ shape }: { shape: Shape }) {
  return shape.kind === "text" ? (
    <text x={shape.x} y={shape.y} fill={shape.fill} text-anchor={shape.anchor}>{shape.words}</text>
  ) : (
    <path d={shape.d} fill={shape.fill} stroke={shape.stroke} stroke-width={shape.width} opacity={shape.opacity}>{shape.title && <title>{shape.title}</title>}</path>
  );
}
