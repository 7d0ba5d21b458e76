import type { Comparison } from "../api/types";
import { toCsv } from "../format/csv";
import { save } from "../format/save";
import type { RunStyle } from "../chart/run-colours";
import { useParameters } from "../route/permalink";
import { textOf } from "./run-tables";

/** Configurations of the runs side by side: first the values that differ, the rest on demand. */
export function Configuration({ comparison: { runs, configuration }, styles }: { comparison: Comparison; styles: Map<string, RunStyle> }) {
  const [query, setQuery] = useParameters();
  const all = query.get("all") === "1";
  const rows = configuration.filter((row) => all || row.differs);
  const same = configuration.filter((row) => !row.differs).length;
  return (
    <section>
      <header class="section-head">
        <h2>Configuration</h2>
        <label class="check"><input type="checkbox" checked={all} onChange={(event) => setQuery({ all: event.currentTarget.checked ? "1" : null })} />show the {same} that are the same</label>
        <button type="button" class="plain" onClick={() => save("configuration.csv", "text/csv", toCsv(["key", ...runs.map((run) => run.run)], rows.map((row) => [row.key, ...row.values])))}>CSV</button>
      </header>
      {rows.length === 0 ? <p class="quiet">Nothing that was declared differs.</p> : (
        <div class="scroll">
          <table class="difference">
            <thead>
              <tr>
                <th>key</th>
                {runs.map((run) => (
                  <th>
                    <svg class="swatch" viewBox="0 0 14 6" width="14" height="6" aria-hidden="true"><path d="M0 3h14" stroke={styles.get(run.run)?.colour} stroke-width="2.5" stroke-dasharray={styles.get(run.run)?.dash?.join(" ")} /></svg> {run.name || run.run}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.key} data-differs={row.differs ? "" : undefined}>
                  <td class="name">{row.key}</td>
                  {row.values.map((value) => <td>{textOf(value)}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
