import { useEffect, useState } from "preact/hooks";
import { sql } from "../api/client";
import type { SqlAnswer } from "../api/types";
import { examples, meanings, tables } from "./sql-examples";

/** Tables with their columns, and queries to begin with; a click on one fills the editor. */
export function SqlHelp({ choose }: { choose: (query: string) => void }) {
  return (
    <div class="sql-help">
      <section aria-label="Examples">
        <h2>Examples</h2>
        <ul class="sql-examples">
          {examples.map(({ title, query }) => <li key={title}><button type="button" class="plain" onClick={() => choose(query)}>{title}</button></li>)}
        </ul>
      </section>
      <section aria-label="Tables">
        <h2>Tables</h2>
        {tables.map(({ name, meaning }) => <Table key={name} name={name} meaning={meaning} choose={choose} />)}
      </section>
    </div>
  );
}

function Table({ name, meaning, choose }: { name: string; meaning: string; choose: (query: string) => void }) {
  const [open, setOpen] = useState(false);
  const [columns, setColumns] = useState<SqlAnswer["columns"] | null>(null);
  useEffect(() => {
    open && columns === null && sql(`SELECT * FROM ${name} LIMIT 0`, 1).then((answer) => setColumns(answer.columns), () => undefined);
  }, [open]);
  return (
    <details class="sql-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary><code>{name}</code> <span class="quiet">{meaning}</span></summary>
      <button type="button" class="plain" onClick={() => choose(`SELECT *\nFROM ${name}\nLIMIT 20`)}>first rows</button>
      <dl>
        {columns === null ? <dt class="quiet">Loading</dt> : columns.map((column) => (
          <div key={column.name}>
            <dt><code>{column.name}</code> <span class="quiet">{shortType(column.type)}</span></dt>
            <dd>{meanings[`${name}.${column.name}`] ?? meanings[column.name] ?? ""}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** Short name of a type: of a nested type only its kind. */
function shortType(type: string): string {
  return type.startsWith("STRUCT") ? (type.endsWith("[]") ? "STRUCT[]" : "STRUCT") : type;
}
