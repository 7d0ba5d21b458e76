import type { RunRow } from "../api/types";
import { cellClass, cellOf } from "../table/cells";
import { columnOf, type Layout } from "../table/columns";

interface RunRowProps {
  row: RunRow;
  /** Place in the list, from 0; null in a group. */
  index: number | null;
  layout: Layout;
  /** Distance of each pinned cell from the left, pixels. */
  lefts: number[];
  now: number;
  selected: boolean;
  select: (run: string, range: boolean) => void;
}

/** One run in the list. */
export function RunRowView({ row, index, layout, lefts, now, selected, select }: RunRowProps) {
  return (
    <div class="run-row" role="row" data-line aria-rowindex={index === null ? undefined : index + 2} data-selected={selected ? "" : undefined}>
      <span role="cell" class="cell-" data-pinned={lefts.length > 0 ? "" : undefined} style={lefts.length > 0 ? { left: "0" } : undefined}>
        <input type="checkbox" checked={selected} aria-label={`Choose ${row.name || row.run}`} onClick={(event) => select(row.run, event.shiftKey)} />
      </span>
      {layout.columns.map(({ id }, i) => {
        const column = columnOf(id);
        const { title, content } = cellOf(column, row, now);
        const left = lefts[i + 1];
        return <span role="cell" class={cellClass(column)} title={title} data-pinned={left === undefined ? undefined : ""} style={left === undefined ? undefined : { left: `${left}px` }}>{content}</span>;
      })}
    </div>
  );
}
