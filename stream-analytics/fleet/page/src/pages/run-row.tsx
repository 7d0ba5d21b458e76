import type { RunRow } from "../api/types";
import { toFinite } from "../api/numbers";
import { formatAge, formatTime } from "../format/duration";
import { formatCount, formatNumber, formatPercent, formatRate } from "../format/number";
import { RunAlertMarks, StateMark } from "../parts/marks";
import { Tags } from "../parts/tags";
import { runUrl } from "../route/router";

/** Columns of the list, with the key that the service sorts by. */
export const sortable: { key: string | null; label: string; numeric?: boolean }[] = [
  { key: null, label: "" },
  { key: "state", label: "state" },
  { key: "name", label: "run" },
  { key: null, label: "alerts" },
  { key: "step", label: "step", numeric: true },
  { key: null, label: "progress" },
  { key: "loss", label: "loss", numeric: true },
  { key: null, label: "speed", numeric: true },
  { key: null, label: "host" },
  { key: "started", label: "started", numeric: true },
  { key: "last_event", label: "heard", numeric: true },
];

/** One run in the list. */
export function RunRowView({ row, now, selected, select }: { row: RunRow; now: number; selected: boolean; select: (run: string) => void }) {
  const progress = toFinite(row.progress);
  return (
    <div class="run-row" role="row" data-selected={selected ? "" : undefined}>
      <span role="cell" class="cell-"><input type="checkbox" checked={selected} aria-label={`Choose ${row.name} to compare`} onChange={() => select(row.run)} /></span>
      <span role="cell" class="cell-state"><StateMark state={row.state} unrecovered={row.unrecovered} /></span>
      <span role="cell" class="cell-run">
        <a href={runUrl(row.run)} data-row>{row.name || row.run}</a>
        <span class="quiet words"><span>{[row.project, row.owner].filter(Boolean).join(" · ")}</span><Tags tags={row.tags} most={3} /></span>
      </span>
      <span role="cell" class="cell-alerts"><RunAlertMarks row={row} /></span>
      <span role="cell" class="number cell-step">{formatCount(row.step < 0 ? null : row.step)}</span>
      <span role="cell" class="cell-progress" title={formatPercent(progress)}><Progress part={progress} state={row.verdict ? "crashed" : row.state} /></span>
      <span role="cell" class="number cell-loss" title={`best ${formatNumber(row.best_loss)}`}>{formatNumber(row.loss)}</span>
      <span role="cell" class="number cell-speed">{formatRate(row.steps_per_second)}</span>
      <span role="cell" class="cell-host">{row.host}<span class="quiet">{[row.gpus ? `${row.gpus}×` : "", row.gpu].join(" ")}</span></span>
      <span role="cell" class="number cell-started" title={formatTime(row.started_millis)}>{formatAge(now - (row.started_millis ?? now))}</span>
      <span role="cell" class="number cell-heard" title={formatTime(row.last_event_millis)}>{row.last_event_millis === null ? "–" : formatAge(Math.max(0, now - row.last_event_millis))}</span>
    </div>
  );
}

/** A thin bar of how far a run is; nothing where the end is not known. */
export function Progress({ part, state }: { part: number | null; state: string }) {
  return part === null ? null : <span class="progress" data-state={state}><i style={{ width: `${Math.min(100, Math.max(0, part * 100))}%` }} /></span>;
}
