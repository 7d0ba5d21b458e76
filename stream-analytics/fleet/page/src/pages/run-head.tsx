import type { ComponentChildren } from "preact";
import type { RunDetail } from "../api/types";
import { toFinite } from "../api/numbers";
import { formatAge, formatDuration, formatMinute } from "../format/duration";
import { formatCount, formatNumber, formatPercent, formatRate, plural } from "../format/number";
import { StateMark } from "../parts/marks";
import { taggedUrl, Tags } from "../parts/tags";
import { Progress } from "../table/cells";

/** Name, machine and progress of a run. */
export function RunHead({ row, now }: { row: RunDetail; now: number }) {
  const machine = [row.host, row.gpu && `${row.gpus ? `${row.gpus} × ` : ""}${row.gpu}`].filter(Boolean).join(", ");
  const progress = toFinite(row.progress);
  const done = row.ended_millis !== null;
  return (
    <header class="run-head">
      <div class="run-title">
        <h1>{row.name || row.run}</h1>
        <StateMark state={row.state} unrecovered={row.unrecovered} />
        <a class="run-query" href={queryUrl(row.run)}>steps in SQL</a>
      </div>
      <p class="quiet">{[row.project, row.owner, machine, row.attempt > 0 ? `attempt ${row.attempt}` : null, `started ${formatMinute(row.started_millis)}`].filter(Boolean).join(" · ")}</p>
      {(row.tags?.length > 0 || row.group) && (
        <p class="run-words">
          {row.group && <span class="quiet">group <a href={taggedUrl("group", row.group)}>{row.group}</a></span>}
          <Tags tags={row.tags} />
        </p>
      )}
      {row.description.notes && <p class="run-notes">{row.description.notes}</p>}
      {!row.live && <p class="note past" role="note">Nothing has come from this run for so long that it has left the live tables. This is what the history has of it.</p>}
      <dl class="figures">
        <Figure name="step" value={formatCount(row.step < 0 ? null : row.step)} note={progress === null ? null : `${formatPercent(progress)} done`}><Progress part={progress} state={row.verdict ? "crashed" : row.state} /></Figure>
        <Figure name="loss" value={formatNumber(row.loss)} note={`best ${formatNumber(row.best_loss)}`} />
        {row.generalisation_gap !== null && <Figure name="generalisation gap" value={formatNumber(row.generalisation_gap, 3)} note="validation − training" />}
        <Figure name="speed" value={formatRate(row.steps_per_second).replace("/s", " steps/s")} note={row.world_size ? plural(row.world_size, "rank") : null} />
        {done ? (
          <Figure name="took" value={formatDuration(row.ended_millis! - (row.started_millis ?? row.ended_millis!))} note={`ended ${formatMinute(row.ended_millis)}`} />
        ) : (
          <Figure name="time left" value={row.time_left_millis === null ? "–" : formatDuration(row.time_left_millis)} note={row.time_left_millis === null ? "end not known" : `until ${formatMinute(now + row.time_left_millis)}`} />
        )}
        <Figure name="last heard" value={age(now, row.last_event_millis)} note={row.last_step_millis === null ? "no step yet" : `last step ${age(now, row.last_step_millis)}`} />
      </dl>
    </header>
  );
}

/** The SQL page with the steps of the run: from there they can be taken away as CSV or Parquet. */
export function queryUrl(run: string): string {
  const query = `SELECT *\nFROM steps\nWHERE run = '${run.replaceAll("'", "''")}'\nORDER BY attempt, step`;
  return `/sql?${new URLSearchParams({ q: query })}`;
}

function age(now: number, millis: number | null): string {
  return millis === null ? "–" : `${formatAge(Math.max(0, now - millis))} ago`;
}

function Figure({ name, value, note, children }: { name: string; value: string; note?: string | null; children?: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
      {children}
      {note && <span class="quiet">{note}</span>}
    </div>
  );
}
