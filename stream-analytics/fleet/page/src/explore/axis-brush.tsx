import { useRef } from "preact/hooks";
import { brushOver, coverOf, moved, type Brush } from "./brush";
import { valueAt, type ColumnScale } from "./scale";
import { valueWords } from "./value";
import type { LineLayout } from "./lines";

interface AxisBrushProps {
  scale: ColumnScale;
  layout: LineLayout;
  x: number;
  brush: Brush | null;
  /** Takes a new brush, or none; not `done` while the mouse still draws it. */
  set: (brush: Brush | null, done: boolean) => void;
}

/** Half of the width in which the mouse brushes an axis, pixels. */
const grip = 14;
/** A shorter way of the mouse is a click. */
const clickPixels = 4;

/** The part of an axis that is chosen, drawn by the mouse, its ends moved by keys. */
export function AxisBrush({ scale, layout: { top, bottom }, x, brush, set }: AxisBrushProps) {
  const from = useRef<{ place: number; y: number; far: boolean } | null>(null);
  const cover = brush && coverOf(brush, scale);
  const length = bottom - top;
  const placeAt = (event: PointerEvent) => Math.min(1, Math.max(0, 1 - (event.clientY - (event.currentTarget as HTMLElement).getBoundingClientRect().top) / length));
  const over = (event: PointerEvent) => {
    const to = placeAt(event);
    return brushOver(scale, Math.min(from.current!.place, to), Math.max(from.current!.place, to));
  };
  const start = (event: PointerEvent) => {
    event.preventDefault();
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    from.current = { place: placeAt(event), y: event.clientY, far: false };
  };
  const drag = (event: PointerEvent) => {
    if (from.current !== null) {
      from.current.far ||= Math.abs(event.clientY - from.current.y) >= clickPixels;
      from.current.far && set(over(event), false);
    }
  };
  const end = (event: PointerEvent) => {
    if (from.current !== null) {
      set(from.current.far ? over(event) : brush === null ? clicked(scale, from.current.place) : null, true);
      from.current = null;
    }
  };
  const ends = cover ?? [0, 1];
  return (
    <>
      <div class="axis-zone" data-brush={scale.id} style={{ left: `${x - grip}px`, top: `${top}px`, width: `${2 * grip}px`, height: `${length}px` }} onPointerDown={start} onPointerMove={drag} onPointerUp={end} onPointerCancel={() => (from.current = null)} />
      {cover && <div class="brush" style={{ left: `${x - 7}px`, top: `${bottom - cover[1] * length - 1}px`, height: `${Math.max(3, (cover[1] - cover[0]) * length + 2)}px` }} />}
      {(["high", "low"] as const).map((which) => {
        const place = ends[which === "low" ? 0 : 1];
        const press = (event: KeyboardEvent) => {
          const next = event.key === "Delete" || event.key === "Backspace" ? null : moved(event.key, which, ends, scale);
          if (next !== null || event.key === "Delete" || event.key === "Backspace") {
            event.preventDefault();
            event.stopPropagation();
            set(next && (next[0] > 0 || next[1] < 1) ? brushOver(scale, ...next) : null, true);
          }
        };
        return <div key={which} class="brush-end" role="slider" tabIndex={0} aria-orientation="vertical" aria-label={`${which === "low" ? "Lower" : "Upper"} end of what is chosen on ${scale.label}`} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(place * 100)} aria-valuetext={endWords(scale, place)} data-set={cover ? "" : undefined} style={{ left: `${x - 9}px`, top: `${bottom - place * length - 4}px` }} onKeyDown={press} />;
      })}
    </>
  );
}

/** The category at a place that was clicked; of numbers nothing. */
function clicked(scale: ColumnScale, place: number): Brush | null {
  if (scale.kind !== "category") {
    return null;
  }
  const nearest = scale.ticks.reduce((a, b) => (Math.abs(b.place - place) < Math.abs(a.place - place) ? b : a));
  return brushOver(scale, nearest.place, nearest.place);
}

/** Value at a place of an axis in words. */
function endWords(scale: ColumnScale, place: number): string {
  return scale.kind === "category" ? scale.ticks[Math.round(place * (scale.ticks.length - 1))]?.words ?? "" : valueWords(scale.id, valueAt(scale, place));
}
