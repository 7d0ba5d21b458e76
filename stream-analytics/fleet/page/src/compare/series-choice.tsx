import { useState } from "preact/hooks";
import { mostCharts } from "./selection";

/** Names that are listed at once; a search narrows the others. */
const mostListed = 200;

/** Choice of the series that have a chart. */
export function SeriesChoice({ names, shown, choose }: { names: string[]; shown: string[]; choose: (series: string[]) => void }) {
  const [text, setText] = useState("");
  const found = [...new Set([...shown, ...names])].filter((name) => name.toLowerCase().includes(text.toLowerCase()));
  const toggle = (name: string) => choose(shown.includes(name) ? shown.filter((one) => one !== name) : [...shown, name]);
  return (
    <details class="series-choice">
      <summary>{shown.length} of {Math.max(names.length, shown.length)} series</summary>
      <div class="series-list" role="group" aria-label="Series with a chart">
        <input type="search" aria-label="Series whose name contains" placeholder="Search" value={text} onInput={(event) => setText(event.currentTarget.value)} />
        {found.slice(0, mostListed).map((name) => (
          <label key={name} class="check">
            <input type="checkbox" checked={shown.includes(name)} disabled={shown.includes(name) ? shown.length === 1 : shown.length >= mostCharts} onChange={() => toggle(name)} />{name}
          </label>
        ))}
        {found.length === 0 && <p class="quiet">No series has “{text}” in its name.</p>}
        {found.length > mostListed && <p class="quiet">{found.length - mostListed} more: search for them.</p>}
      </div>
    </details>
  );
}
