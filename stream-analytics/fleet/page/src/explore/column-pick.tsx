import { useFetched } from "../live/fetched";
import { isResult } from "../format/result";
import { columnOf, fields } from "../table/columns";

/** Names asked for: as many as the service gives at once, the commonest first. */
const mostNames = 1_000;

/** Names of columns that the live runs have, by kind. */
export function useColumnNames(): string[] {
  const { data } = useFetched<{ columns: { column: string }[] }>("/run-columns", { limit: mostNames });
  return data?.columns.map(({ column }) => column) ?? [];
}

const kinds = [["config.", "Configuration"], ["result.", "Results"], ["metric.", "Metrics"]] as const;

interface ColumnPickProps {
  label: string;
  value: string | null;
  names: string[];
  /** Words for no column; without them there must be one. */
  none?: string;
  set: (column: string | null) => void;
}

/** Choice of one column. */
export function ColumnPick({ label, value, names, none, set }: ColumnPickProps) {
  const own = value !== null && !names.includes(value) && !columnOf(value).field ? [value] : [];
  const option = (id: string) => <option key={id} value={id} selected={id === value}>{columnOf(id).label}</option>;
  return (
    <label class="pick">{label}
      <select aria-label={label} value={value ?? ""} onChange={(event) => set(event.currentTarget.value || null)}>
        {none !== undefined && <option value="" selected={value === null}>{none}</option>}
        {own.map(option)}
        {kinds.map(([prefix, title]) => {
          const some = names.filter((name) => name.startsWith(prefix)).sort((a, b) => Number(isResult(b)) - Number(isResult(a)) || a.localeCompare(b));
          return some.length > 0 && <optgroup key={prefix} label={title}>{some.map(option)}</optgroup>;
        })}
        <optgroup label="Run">{fields.filter(({ id }) => id !== "name" && id !== "alerts").map(({ id }) => option(id))}</optgroup>
      </select>
    </label>
  );
}
