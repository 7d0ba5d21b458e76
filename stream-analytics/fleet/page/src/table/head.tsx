import { useRef } from "preact/hooks";
import { cellClass } from "./cells";
import { columnOf, moved, resized, type Layout } from "./columns";

/** Pixels by which a key changes a width. */
const stride = 20;

interface HeadProps {
  layout: Layout;
  setLayout: (layout: Layout) => void;
  lefts: number[];
  sort: string;
  order: string;
  sortBy: (id: string) => void;
}

/** The heads of the columns: they sort, and change place, width and pin by mouse and by keys. */
export function RunTableHead({ layout, setLayout, lefts, sort, order, sortBy }: HeadProps) {
  const dragged = useRef<number | null>(null);
  const move = (from: number, to: number) => to >= 0 && to < layout.columns.length && setLayout(moved(layout, from, to));
  return (
    <div class="run-row head" role="row" aria-rowindex={1}>
      <span role="columnheader" class="cell-" data-pinned={lefts.length > 0 ? "" : undefined} style={lefts.length > 0 ? { left: "0" } : undefined}><span class="hidden">chosen</span></span>
      {layout.columns.map(({ id, width }, i) => {
        const column = columnOf(id);
        const left = lefts[i + 1];
        const press = (event: KeyboardEvent) => {
          const wider = (by: number) => setLayout(resized(layout, id, (width ?? column.width) + by));
          const action = {
            ArrowLeft: () => event.shiftKey && move(i, i - 1),
            ArrowRight: () => event.shiftKey && move(i, i + 1),
            "+": () => wider(stride),
            "-": () => wider(-stride),
            p: () => setLayout({ ...layout, pinned: layout.pinned === i + 1 ? 0 : i + 1 }),
          }[event.key];
          if (action && !event.ctrlKey && !event.metaKey && !event.altKey) {
            event.preventDefault();
            action();
          }
        };
        return (
          <span key={id} role="columnheader" class={cellClass(column)} draggable title={`${id}: sort, or drag to another place`}
            aria-sort={id !== sort ? undefined : order === "asc" ? "ascending" : "descending"}
            data-pinned={left === undefined ? undefined : ""} style={left === undefined ? undefined : { left: `${left}px` }}
            onDragStart={(event) => { dragged.current = i; event.dataTransfer?.setData("text/plain", id); }}
            onDragOver={(event) => dragged.current !== null && event.preventDefault()}
            onDrop={(event) => { event.preventDefault(); dragged.current !== null && move(dragged.current, i); dragged.current = null; }}
            onDragEnd={() => (dragged.current = null)}>
            <button type="button" class="plain" data-column={id} onClick={() => sortBy(id)} onKeyDown={press}>{column.label}</button>
            <Grip width={width ?? column.width} resize={(to) => setLayout(resized(layout, id, to))} />
          </span>
        );
      })}
    </div>
  );
}

/** The edge of a head, which the mouse drags to another width; the keys + and - do the same on the head. */
function Grip({ width, resize }: { width: number; resize: (width: number) => void }) {
  const from = useRef<{ x: number; width: number } | null>(null);
  const start = (event: PointerEvent) => {
    event.preventDefault();
    const grip = event.currentTarget as HTMLElement;
    grip.setPointerCapture(event.pointerId);
    // A column that has no width of its own may be wider than usual.
    from.current = { x: event.clientX, width: grip.parentElement?.getBoundingClientRect().width ?? width };
  };
  const end = (event: PointerEvent) => {
    if (from.current !== null && event.clientX !== from.current.x) {
      resize(from.current.width + event.clientX - from.current.x);
    }
    from.current = null;
  };
  return <i class="grip" aria-hidden="true" draggable onDragStart={(event) => { event.preventDefault(); event.stopPropagation(); }} onPointerDown={start} onPointerUp={end} onPointerCancel={() => (from.current = null)} />;
}
