import { useMemo } from "preact/hooks";
import type { AlertRow, RunDetail, SeriesInfo, StepEvent } from "../api/types";
import { useNow, useRefresh, useStream } from "../live/context";
import { useFetched } from "../live/fetched";
import { usePoints } from "../chart/use-points";
import type { StepTable } from "../chart/axis";
import { useEpochs } from "../chart/use-epochs";
import { HeatMap } from "../chart/heat-map";
import { pointsForScreen } from "../chart/series-chart";
import { RunNotes } from "../note/run-notes";
import { AlertLine, byUrgency, withAlert } from "../parts/alert-line";
import { Checkpoints } from "../parts/checkpoints";
import { useEscape } from "../parts/shortcuts";
import { Failed, Loading, Nothing } from "../parts/states";
import { useTitle } from "../parts/title";
import { useView } from "../route/permalink";
import { Attempts, Hyperparameters, Metrics, Ranks, Results } from "./run-tables";
import { ChartSections, shownOf } from "./run-charts";
import { RunHead } from "./run-head";
import { ViewBar } from "./view-bar";

/** One run, as it happens. */
export function RunPage({ run }: { run: string }) {
  const path = `/runs/${encodeURIComponent(run)}`;
  const detail = useFetched<RunDetail>(path);
  const series = useFetched<{ series: SeriesInfo[] }>(`${path}/series`);
  const [view, setView] = useView();
  const now = useNow();
  useTitle(detail.data?.name || run);
  useStream("notes", detail.again, []);
  useLiveRow(run, detail.data?.live ?? false, detail.change, detail.again);
  useNewSeries(series, run);
  useEscape(() => setView({ from: null, to: null }));
  const hidden = detail.data?.description.definitions;
  const names = useMemo(() => shownOf(series.data?.series.map((one) => one.name) ?? [], hidden), [series.data, hidden]);
  const tokens = useTokens(run, view.rank, view.x === "tokens" && names.includes("tokens"));
  const epochs = useEpochs([run], view.rank, view.x === "epoch");

  if (!detail.data) {
    const what = detail.error?.status === 404 ? "There is no such run" : undefined;
    return <main>{detail.status === "error" ? <Failed error={detail.error} again={detail.again} what={what} /> : <Loading height={320} />}</main>;
  }
  const row = detail.data;
  const startMillis = row.started_millis ?? 0;
  return (
    <main class="run">
      <RunHead row={row} now={now} />
      <RunAlerts alerts={row.alerts} now={now} />
      <RunNotes run={run} notes={row.notes} series={names} now={now} again={detail.again}>
        <ViewBar view={view} setView={setView} ranks={row.ranks.map((rank) => rank.rank)} hasTokens={names.includes("tokens")} hasAttempts={row.attempts.length > 1} />
        {epochs?.get(run) === null && <p class="quiet axis-note" role="status">The run does not say its epochs: the charts go by step.</p>}
        {names.length > 0 ? (
          <ChartSections names={names} chart={{ run, view, startMillis, table: view.x === "epoch" ? epochs?.get(run) ?? null : tokens, alerts: row.alerts, lastStep: row.step, onView: setView }} />
        ) : series.status === "error" ? (
          <Failed error={series.error} again={series.again} />
        ) : series.status === "loading" ? (
          <Loading height={280} />
        ) : (
          <Nothing height={220}>No data yet. The curves appear with the first step.</Nothing>
        )}
      </RunNotes>
      <HeatMap run={run} from={view.from} to={view.to} />
      <Ranks ranks={row.ranks} spread={row.rank_spread?.step_duration_millis} now={now} />
      <Attempts attempts={row.attempts} />
      <Checkpoints checkpoints={row.checkpoints} alerts={row.alerts} />
      <Metrics metrics={row.metrics} />
      <Results summary={row.description.summary} />
      <Hyperparameters description={row.description} />
    </main>
  );
}

/** Keeps the head and the alerts of the page at what the stream says. Of a run that was live no more and is again, all is asked anew. */
function useLiveRow(run: string, live: boolean, change: (next: (data: RunDetail) => RunDetail) => void, again: () => void): void {
  useStream("run", (row) => row.run === run && (live ? change((data) => ({ ...data, ...row })) : again()), [run, live, change]);
  useStream("alert", (alert) => alert.run === run && change((data) => ({ ...data, alerts: withAlert(data.alerts, alert) })), [run, change]);
  useStream("steps", (steps) => {
    const last = steps.findLast((step) => step.run === run);
    if (last) {
      change((data) => (last.step > (data.step ?? -1) ? { ...data, step: last.step, last_step_millis: last.millis, last_event_millis: Math.max(last.millis, data.last_event_millis ?? 0) } : data));
    }
  }, [run, change]);
  useRefresh(again);
}

/** A series that was not there when the page was opened gets its chart with its first value; so do those that a run of which none was known has by now. */
function useNewSeries(series: ReturnType<typeof useFetched<{ series: SeriesInfo[] }>>, run: string): void {
  const none = series.data?.series.length === 0;
  useStream("run", (row) => none && row.run === run && row.step >= 0 && series.again(), [none, run]);
  const add = ({ values, split, step }: StepEvent) =>
    series.change((data) => {
      const missing = Object.keys(values).filter((name) => !data.series.some((one) => one.name === name));
      return missing.length === 0 ? data : { series: [...data.series, ...missing.map((name) => ({ name, split: split ?? null, points: 1, first_step: step, last_step: step }))] };
    });
  useStream("steps", (steps) => {
    const last = steps.findLast((step) => step.run === run);
    last && add(last);
  }, [series.change, run]);
  useStream("evaluation", (event) => event.run === run && add(event), [series.change, run]);
}

function useTokens(run: string, rank: number | null, wanted: boolean): StepTable | null {
  const { points, version } = usePoints(wanted ? { run, series: "tokens", rank, from: null, to: null, smooth: 0, points: pointsForScreen() } : null);
  return useMemo(() => {
    if (!wanted || !points) {
      return null;
    }
    const newest = points.buckets.filter((bucket) => bucket.last !== null).sort((a, b) => a.lastStep - b.lastStep);
    return { step: newest.map((bucket) => bucket.lastStep), value: newest.map((bucket) => bucket.last!) };
  }, [points, version, wanted]);
}

function RunAlerts({ alerts, now }: { alerts: AlertRow[]; now: number }) {
  const open = alerts.filter((alert) => alert.open).sort(byUrgency);
  const over = alerts.filter((alert) => !alert.open).sort(byUrgency);
  const unrecovered = over.filter((alert) => alert.state === "unrecovered").length;
  const ended = [over.length > unrecovered && `${over.length - unrecovered} recovered`, unrecovered > 0 && `${unrecovered} unrecovered`].filter(Boolean).join(" · ");
  return alerts.length === 0 ? null : (
    <section class="run-alerts" aria-label="Alerts">
      <div class="alert-list">{open.map((alert) => <AlertLine key={alert.id} alert={alert} now={now} withRun={false} />)}</div>
      {over.length > 0 && (
        <details>
          <summary>{ended}</summary>
          <div class="alert-list">{over.map((alert) => <AlertLine key={alert.id} alert={alert} now={now} withRun={false} />)}</div>
        </details>
      )}
    </section>
  );
}
