import type { ComponentChildren } from "preact";
import type { SetParameters } from "../route/permalink";
import { columnOf, type Layout } from "./columns";
import { groupable } from "./groups";

interface TableToolsProps {
  query: URLSearchParams;
  setQuery: SetParameters;
  layout: Layout;
  choose: () => void;
  children: ComponentChildren;
}

/** Choices of the table: its conditions, groups and columns. */
export function TableTools({ query, setQuery, layout, choose, children }: TableToolsProps) {
  const by = query.get("by") ?? "";
  const shown = layout.columns.map(({ id }) => id).filter((id) => id.startsWith("config."));
  const options = [...new Set([...groupable, ...shown, ...(by ? [by] : [])])];
  return (
    <div class="table-tools">
      {children}
      <label>
        <span class="quiet">group by</span>{" "}
        <select aria-label="Group by" data-set={by ? "" : undefined} value={by} onChange={(event) => setQuery({ by: event.currentTarget.value || null })}>
          <option value="">nothing</option>
          {options.map((id) => <option value={id} selected={id === by}>{columnOf(id).label}</option>)}
        </select>
      </label>
      <button type="button" onClick={choose} title="Columns (c)">Columns</button>
    </div>
  );
}
