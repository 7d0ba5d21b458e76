import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useTheme } from "../parts/theme";
import { navigate, runUrl } from "../route/router";

interface StageProps {
  width: number;
  height: number;
  /** The chart in a sentence. */
  label: string;
  /** Draws the chart; another function draws it anew. */
  paint: (ctx: CanvasRenderingContext2D) => void;
  /** Draws what stands out, over the chart. */
  paintOver: (ctx: CanvasRenderingContext2D) => void;
  /** The run at a place; null without one near. */
  nearest: (x: number, y: number) => number | null;
  /** The run after a key; undefined where the key is none of the chart's. */
  walk: (key: string) => number | null | undefined;
  at: number | null;
  setAt: (run: number | null) => void;
  /** Id of the run that stands out. */
  run: string | null;
  /** Places of all that was drawn; the element hands them to tests in a browser. */
  drawn: object;
  children?: ComponentChildren;
}

/** Two canvases, one over the other, in which the mouse and keys find runs. What stands out is a link to its run. */
export function Stage({ width, height, label, paint, paintOver, nearest, walk, at, setAt, run, drawn, children }: StageProps) {
  const host = useRef<HTMLDivElement>(null);
  const under = useRef<HTMLCanvasElement>(null);
  const over = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  useEffect(() => void (width > 0 && draw(under.current!, width, height, paint)), [paint, width, height, theme]);
  useEffect(() => void (width > 0 && draw(over.current!, width, height, paintOver)), [paintOver, width, height, theme]);
  useEffect(() => void Object.assign(host.current!, { drawn }), [drawn]);
  const point = (event: PointerEvent) => {
    const box = host.current!.getBoundingClientRect();
    setAt(nearest(event.clientX - box.left, event.clientY - box.top));
  };
  const press = (event: KeyboardEvent) => {
    if (event.target !== host.current || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) {
      return;
    }
    const next = walk(event.key);
    if (next !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      setAt(next);
    } else if (event.key === "Enter" && run !== null) {
      navigate(runUrl(run));
    }
  };
  return (
    <div class="stage" ref={host} role="group" aria-roledescription="chart" tabIndex={0} aria-label={label} aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown Home End Enter" style={{ width: `${width}px`, height: `${height}px` }}
      onKeyDown={press} onPointerMove={point} onPointerLeave={() => setAt(null)} onBlur={() => at !== null && setAt(null)}>
      <canvas ref={under} aria-hidden="true" />
      <canvas ref={over} aria-hidden="true" />
      {run !== null && <a class="stage-link" href={runUrl(run)} tabIndex={-1} aria-hidden="true" draggable={false} />}
      {children}
    </div>
  );
}

function draw(canvas: HTMLCanvasElement, width: number, height: number, paint: (ctx: CanvasRenderingContext2D) => void): void {
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const ctx = canvas.getContext("2d")!;
  ctx.scale(devicePixelRatio, devicePixelRatio);
  ctx.lineJoin = "round";
  paint(ctx);
}
