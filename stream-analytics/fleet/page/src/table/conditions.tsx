import { useState } from "preact/hooks";
import type { SetParameters } from "../route/permalink";

/** Most conditions at once, as the service takes them. */
const mostConditions = 16;

/** Conditions on columns, such as lr > 0.001: those that hold, and a field for one more. */
export function Conditions({ query, setQuery }: { query: URLSearchParams; setQuery: SetParameters }) {
  const held = query.getAll("where");
  const [text, setText] = useState("");
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    const condition = text.trim();
    if (condition !== "") {
      setQuery({ where: [...new Set([...held, condition])] });
      setText("");
    }
  };
  return (
    <form class="conditions" onSubmit={add}>
      <input type="text" aria-label="Condition on a column" placeholder="lr > 0.001, model = resnet*" autocomplete="off" spellcheck={false} maxLength={900} value={text} disabled={held.length >= mostConditions}
        title="A column, one of = != < <= > >=, and a value; with = and !=, * and ? stand for any text and character, and a regular expression stands between slashes. != * finds runs without a value." onInput={(event) => setText(event.currentTarget.value)} />
      {held.map((condition) => (
        <button key={condition} type="button" class="chip" aria-label={`No longer ${condition}`} onClick={() => setQuery({ where: held.filter((one) => one !== condition) })}>{condition} ×</button>
      ))}
    </form>
  );
}

/** Name of a column as a condition has it. */
export function quoted(column: string): string {
  return /[=!<>"\s]/.test(column) ? `"${column}"` : column;
}

/** Condition that a column has this value, or has none where it is null. */
export function equals(column: string, value: string | null): string {
  const name = quoted(column);
  if (value === null) {
    return `${name} != *`;
  }
  const plain = value === value.trim() && !/[*?]/.test(value) && !(value.length >= 2 && value.startsWith("/") && value.endsWith("/"));
  return `${name} = ${plain ? value : `/${value.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}/`}`;
}
