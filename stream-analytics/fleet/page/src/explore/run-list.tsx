import type { RunRow } from "../api/types";
import { formatCount } from "../format/number";
import { runUrl } from "../route/router";
import { wordsOf, type ColumnScale } from "./scale";

/** Runs listed; the table of runs has them all. */
const mostListed = 30;

interface RunListProps {
  rows: RunRow[];
  /** Runs that are listed, by their place in `rows`. */
  runs: number[];
  scales: ColumnScale[];
  colours: string[];
  at: number | null;
  setAt: (run: number | null) => void;
}

/** The runs of a chart with their values: what the chart shows, in words and as links. */
export function RunList({ rows, runs, scales, colours, at, setAt }: RunListProps) {
  const listed = runs.slice(0, mostListed);
  return (
    <div class="scroll">
      <table class="curve-table run-list">
        <caption class="table-head">{listed.length < runs.length ? `The first ${mostListed} of ${formatCount(runs.length)} runs` : "Runs"}</caption>
        <thead><tr><th /><th>run</th>{scales.map(({ id, label }) => <th key={id} class="number" title={id}>{label}</th>)}</tr></thead>
        <tbody>
          {listed.map((run) => (
            <tr key={rows[run].run} data-line data-at={run === at ? "" : undefined} onPointerEnter={() => setAt(run)} onPointerLeave={() => setAt(null)} onFocusIn={() => setAt(run)} onFocusOut={() => setAt(null)}>
              <td><i class="run-dot" style={{ background: colours[run] }} aria-hidden="true" /></td>
              <td class="name"><a href={runUrl(rows[run].run)} data-row={rows[run].run}>{rows[run].name || rows[run].run}</a></td>
              {scales.map((scale) => <td key={scale.id} class="number">{wordsOf(scale, run)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
