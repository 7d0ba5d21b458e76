import type { ColumnScale, ScaleChoice } from "./scale";

interface AxisHeadProps {
  scale: ColumnScale;
  i: number;
  count: number;
  x: number;
  /** Place of the head that is being dragged. */
  dragged: { current: number | null };
  coloured: boolean;
  move: (from: number, to: number) => void;
  choose: (column: string, scale: ScaleChoice) => void;
  remove: (column: string) => void;
  colourBy: (column: string) => void;
}

/** Name of an axis: it colours the lines, and changes its place by mouse and by keys. */
export function AxisHead({ scale: { id, label, kind, canBeLog }, i, count, x, dragged, coloured, move, choose, remove, colourBy }: AxisHeadProps) {
  const moveTo = (to: number) => to >= 0 && to < count && move(i, to);
  const press = (event: KeyboardEvent) => {
    const action = { ArrowLeft: () => event.shiftKey && moveTo(i - 1), ArrowRight: () => event.shiftKey && moveTo(i + 1), Delete: () => remove(id) }[event.key];
    if (action && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      action();
    }
  };
  return (
    <div class="axis-head" style={{ left: `${x}px` }} draggable data-coloured={coloured ? "" : undefined}
      onDragStart={(event) => { dragged.current = i; event.dataTransfer?.setData("text/plain", id); }}
      onDragOver={(event) => dragged.current !== null && event.preventDefault()}
      onDrop={(event) => { event.preventDefault(); dragged.current !== null && move(dragged.current, i); dragged.current = null; }}
      onDragEnd={() => (dragged.current = null)}>
      <button type="button" class="plain axis-name" data-axis={id} aria-pressed={coloured} aria-label={`${label}, colour the lines by it`} aria-keyshortcuts="Shift+ArrowLeft Shift+ArrowRight Delete" title={`${id}: colour by it; drag it, or shift and arrows, to another place`} onClick={() => colourBy(id)} onKeyDown={press}>{label}</button>
      <span class="axis-tools">
        {canBeLog && <button type="button" class="plain" aria-pressed={kind === "log"} aria-label={`Logarithmic scale of ${label}`} onClick={() => choose(id, kind === "log" ? "linear" : "log")}>log</button>}
        {count > 1 && <button type="button" class="plain" aria-label={`Take ${label} away`} title="Take away" onClick={() => remove(id)}>×</button>}
      </span>
    </div>
  );
}
