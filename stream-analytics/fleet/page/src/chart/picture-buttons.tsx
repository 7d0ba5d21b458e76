import { useState } from "preact/hooks";
import type uPlot from "uplot";
import type { XAxis } from "../route/permalink";
import type { Frame } from "./frame";
import { curvesSvg, framed, pageInk, savePicture, type PictureWords, type Svg } from "./picture";

/** Unit of an x axis, in words. */
export const xUnit: Record<XAxis, string> = { step: "step", epoch: "epoch", time: "wall time", relative: "time since the start", tokens: "tokens" };

/** Unit of a series by its name; empty where the name says none. */
export function yUnit(series: string): string {
  const [, unit] = /(?:^|[_/.])(bytes|millis|seconds|celsius|watts)$/.exec(series) ?? [];
  return unit === "millis" ? "milliseconds" : unit ?? "";
}

/** Buttons that save a picture, which `take` makes of the figure that they stand in. */
export function PictureButtons({ name, take }: { name: string; take: (figure: HTMLElement) => Svg | null }) {
  const [problem, setProblem] = useState<string | null>(null);
  const keep = (format: "png" | "svg") => (event: MouseEvent) => {
    const svg = take((event.currentTarget as HTMLElement).closest<HTMLElement>("figure, section")!);
    svg && void savePicture(name, svg, format).then(() => setProblem(null), (error: Error) => setProblem(error.message));
  };
  return (
    <>
      <button type="button" class="plain" title={problem ?? undefined} aria-label={`Save a PNG of ${name}`} onClick={keep("png")}>{problem === null ? "PNG" : "PNG failed"}</button>
      <button type="button" class="plain" aria-label={`Save an SVG of ${name}`} onClick={keep("svg")}>SVG</button>
    </>
  );
}

/** A picture of the plot in `figure`, which shows `frame`; null where there is none. */
export function plotPicture(figure: HTMLElement, frame: Frame, words: PictureWords): Svg | null {
  const u = (figure.querySelector(".plot") as { uplot?: uPlot } | null)?.uplot;
  if (!u) {
    return null;
  }
  const ink = pageInk();
  const { body, width, height } = curvesSvg(u, frame, ink);
  return framed(body, width, height, words, ink);
}

/** A picture of the canvas in `figure`. */
export function canvasPicture(figure: HTMLElement, words: PictureWords): Svg | null {
  const canvas = figure.querySelector("canvas");
  if (!canvas) {
    return null;
  }
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  return framed(`<image width="${width}" height="${height}" href="${canvas.toDataURL()}"/>`, width, height, words, pageInk());
}
