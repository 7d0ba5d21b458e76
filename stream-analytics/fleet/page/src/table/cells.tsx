import type { ComponentChildren } from "preact";
import { toFinite } from "../api/numbers";
import type { RunRow } from "../api/types";
import { formatAge, formatTime } from "../format/duration";
import { formatCount, formatNumber, formatPercent, formatRate } from "../format/number";
import { RunAlertMarks, StateMark } from "../parts/marks";
import { Tags } from "../parts/tags";
import { runUrl } from "../route/router";
import type { Column } from "./columns";

interface Cell {
  title?: string;
  content: ComponentChildren;
}

type Read = (row: RunRow, now: number) => Cell;

const number = (value: (row: RunRow) => Parameters<typeof formatNumber>[0]): Read => (row) => ({ content: formatNumber(value(row)) });
const text = (value: (row: RunRow) => string | null): Read => (row) => ({ title: value(row) ?? undefined, content: value(row) });
const age = (value: (row: RunRow) => number | null): Read => (row, now) => {
  const at = value(row);
  return { title: formatTime(at), content: at === null ? "–" : formatAge(Math.max(0, now - at)) };
};

const cells: Record<string, Read> = {
  state: (row) => ({ content: <StateMark state={row.state} unrecovered={row.unrecovered} /> }),
  name: (row) => ({
    content: (
      <>
        <a href={runUrl(row.run)} data-row={row.run}>{row.name || row.run}</a>
        <span class="quiet words"><span>{[row.project, row.owner].filter(Boolean).join(" · ")}</span><Tags tags={row.tags} most={3} /></span>
      </>
    ),
  }),
  alerts: (row) => ({ content: <RunAlertMarks row={row} /> }),
  step: (row) => ({ content: formatCount(row.step < 0 ? null : row.step) }),
  progress: (row) => ({ title: formatPercent(toFinite(row.progress)), content: <Progress part={toFinite(row.progress)} state={row.verdict ? "crashed" : row.state} /> }),
  loss: (row) => ({ title: `best ${formatNumber(row.best_loss)}`, content: formatNumber(row.loss) }),
  steps_per_second: (row) => ({ content: formatRate(row.steps_per_second) }),
  host: (row) => ({ content: <>{row.host}<span class="quiet">{[row.gpus ? `${row.gpus}×` : "", row.gpu].join(" ")}</span></> }),
  started: age((row) => row.started_millis),
  last_event: age((row) => row.last_event_millis),
  ended: age((row) => row.ended_millis),
  project: text((row) => row.project),
  owner: text((row) => row.owner),
  gpu: text((row) => row.gpu),
  gpus: number((row) => row.gpus),
  world_size: number((row) => row.world_size),
  tags: (row) => ({ title: row.tags.join(", "), content: <Tags tags={row.tags} /> }),
  group: text((row) => row.group),
  verdict: text((row) => row.verdict),
  attempt: number((row) => row.attempt),
  epoch: number((row) => row.epoch),
  time_left: (row) => ({ content: row.time_left_millis === null ? "–" : formatAge(row.time_left_millis) }),
  best_loss: number((row) => row.best_loss),
};

/** Names of the cells in the style sheets, where they are not the columns'. */
const styles: Record<string, string> = { name: "run", steps_per_second: "speed", last_event: "heard" };

/** Class of the cells of a column. */
export function cellClass(column: Column): string {
  return `${column.numeric ? "number " : ""}cell-${column.field ? styles[column.id] ?? column.id : "value"}`;
}

/** The cell of a run in a column. */
export function cellOf(column: Column, row: RunRow, now: number): Cell {
  if (Object.hasOwn(cells, column.id)) {
    return cells[column.id](row, now);
  }
  const value = valueOf(column, row) ?? null;
  return { title: value ?? undefined, content: value === null ? "–" : column.numeric ? formatNumber(wire(value)) : value };
}

/** Value of a column of the job's own; its name can be one that every object knows. */
function valueOf(column: Column, row: RunRow): string | null | undefined {
  return row.values && Object.hasOwn(row.values, column.id) ? row.values[column.id] : undefined;
}

/** Values travel as texts; those of series are numbers. */
function wire(value: string): number | "NaN" | "Infinity" | "-Infinity" {
  return value === "NaN" || value === "Infinity" || value === "-Infinity" ? value : Number(value);
}

/** Fields that a file has in another form than the row. */
const plain: Record<string, (row: RunRow) => unknown> = {
  alerts: (row) => row.open_alerts.critical + row.open_alerts.warning + row.open_alerts.info,
  started: (row) => row.started_millis,
  last_event: (row) => row.last_event_millis,
  ended: (row) => row.ended_millis,
  time_left: (row) => row.time_left_millis,
  tags: (row) => row.tags.join(", "),
};

/** Value of a run in a column as a file has it. */
export function plainValue(column: Column, row: RunRow): unknown {
  return column.field ? (Object.hasOwn(plain, column.id) ? plain[column.id](row) : row[column.id as keyof RunRow]) : valueOf(column, row);
}

/** A thin bar of how far a run is; nothing where the end is not known. */
export function Progress({ part, state }: { part: number | null; state: string }) {
  return part === null ? null : <span class="progress" data-state={state}><i style={{ width: `${Math.min(100, Math.max(0, part * 100))}%` }} /></span>;
}
