import { useCallback, useEffect, useState } from "preact/hooks";
import type { RunGroup, RunRow } from "../api/types";
import type { Parameters } from "../api/client";
import { formatCount, formatNumber, plural } from "../format/number";
import { useFetched } from "../live/fetched";
import { usePages } from "../live/pages";
import { Failed, Loading, Nothing } from "../parts/states";
import { runUrl, useLocation } from "../route/router";
import { urlOf, withValues } from "../route/permalink";
import { columnOf, fields } from "./columns";
import { equals } from "./conditions";

/** Groups shown; conditions leave fewer. */
const mostGroups = 200;
/** Runs shown in a group that is open. */
const mostRuns = 50;

/** Fields that runs can be grouped by at once; the columns that are shown come behind. */
export const groupable = fields.filter(({ id }) => ["state", "verdict", "project", "owner", "host", "gpu", "group", "tags", "world_size"].includes(id)).map(({ id }) => id);

/** Column of which a group has the smallest and the largest value: the one that is sorted by, where it is measured. */
export function measured(sort: string): string {
  return columnOf(sort).numeric && !["started", "last_event", "ended", "time_left"].includes(sort) ? sort : "loss";
}

interface RunGroupsProps {
  by: string;
  sort: string;
  order: string;
  filter: Parameters;
  row: (run: RunRow) => preact.ComponentChildren;
  /** Takes the runs of the groups that are open, each once. */
  inSight: (rows: RunRow[]) => void;
}

/** Rows of the open groups in the order of `groups`, each run once: one with several tags is in several groups. */
export function rowsOf(groups: Pick<RunGroup, "value">[], opened: Map<string | null, RunRow[]>): RunRow[] {
  return [...new Map(groups.flatMap(({ value }) => opened.get(value) ?? []).map((row) => [row.run, row])).values()];
}

/** The runs by their value in a column. */
export function RunGroups({ by, sort, order, filter, row, inSight }: RunGroupsProps) {
  const of = measured(sort);
  // Columns are values of rows, which groups have not.
  const { column: unused, ...ofGroups } = filter;
  const { data, status, error, again } = useFetched<{ groups: RunGroup[]; total: number }>("/run-groups", { ...ofGroups, by, of, limit: mostGroups });
  const [opened, setOpened] = useState(new Map<string | null, RunRow[]>());
  const report = useCallback((value: string | null, rows: RunRow[]) => setOpened((before) => new Map(before).set(value, rows)), []);
  useEffect(() => inSight(data ? rowsOf(data.groups, opened) : []), [data, opened]);
  useEffect(() => () => inSight([]), []);
  if (!data) {
    return status === "error" ? <Failed error={error} again={again} /> : <Loading height={160} />;
  }
  if (data.groups.length === 0) {
    return <Nothing>No live run matches these filters.</Nothing>;
  }
  return (
    <div class="run-groups">
      <p class="quiet">{plural(data.total, "group")} by {columnOf(by).label}{data.total > data.groups.length ? `; the ${formatCount(data.groups.length)} largest are shown` : ""}. Smallest and largest {columnOf(of).label} of each.</p>
      {data.groups.map((group) => <Group key={group.value ?? "\0"} {...{ group, by, sort, order, filter, row, report }} />)}
    </div>
  );
}

interface GroupProps {
  group: RunGroup;
  by: string;
  sort: string;
  order: string;
  filter: Parameters;
  row: (run: RunRow) => preact.ComponentChildren;
  /** Takes the rows of a group; none once it is closed. */
  report: (value: string | null, rows: RunRow[]) => void;
}

function Group(props: GroupProps) {
  const { group, by } = props;
  const [open, setOpen] = useState(false);
  const extreme = (value: RunGroup["least"], run: string | null) => (run === null ? "–" : <a href={runUrl(run)}>{formatNumber(value)}</a>);
  return (
    <section class="run-group" aria-label={`${columnOf(by).label} ${group.value ?? "none"}`}>
      <div class="run-group-head">
        <button type="button" class="plain" data-row data-line aria-expanded={open} onClick={() => setOpen(!open)}>
          <span aria-hidden="true">{open ? "−" : "+"}</span> <strong>{group.value ?? "(none)"}</strong>
        </button>
        <span>{plural(group.runs, "run")}</span>
        <span class="quiet">{Object.entries(group.runs_by_state).map(([state, runs]) => `${formatCount(runs)} ${state}`).join(", ")}</span>
        <span class="number">{extreme(group.least, group.least_run)}</span>
        <span class="number">{extreme(group.greatest, group.greatest_run)}</span>
      </div>
      {open && <Members {...props} />}
    </section>
  );
}

/** The first runs of a group, in the order of the list. */
function Members({ group, by, sort, order, filter, row, report }: GroupProps) {
  const { path, query } = useLocation();
  const where = [...((filter.where as string[] | undefined) ?? []), equals(by, group.value)];
  const runs = usePages<RunRow>("/runs", "runs", { ...filter, where, sort, order, limit: mostRuns });
  useEffect(() => report(group.value, runs.rows), [runs.rows, group.value]);
  useEffect(() => () => report(group.value, []), [group.value]);
  if (runs.status === "error") {
    return <Failed error={runs.error!} again={runs.again} />;
  }
  return (
    <>
      <div role="table" aria-label={`Runs with ${columnOf(by).label} ${group.value ?? "none"}`}><div role="rowgroup">{runs.rows.map(row)}</div></div>
      {runs.total > runs.rows.length && <a href={urlOf(path, withValues(query, { where, by: null }))}>all {formatCount(runs.total)}</a>}
    </>
  );
}
