import { useEffect } from "preact/hooks";
import type { AlertList, Fleet, Severity } from "../api/types";
import { formatCount, formatHours, formatPercent, formatRate, formatShort, plural } from "../format/number";
import { classWords } from "../format/words";
import { useNow, useRefresh, useStream } from "../live/context";
import { useFetched } from "../live/fetched";
import { AlertGroups } from "../parts/alert-groups";
import { byUrgency, withAlert } from "../parts/alert-line";
import { BrokenMark, StateMark } from "../parts/marks";
import { FirstRun } from "../parts/snippets";
import { Failed, Loading, Nothing } from "../parts/states";
import { useTitle } from "../parts/title";
import { runUrl } from "../route/router";
import { Groups } from "./groups";

/** Time between requests for the sums over all runs, milliseconds. Alerts come by the stream. */
const refreshMillis = 10_000;

/** Alerts listed before the rest is a link. */
const listed = 12;

/** One screen for the runs that are broken now, the runs that have become slower, and the wasted time. */
export function FleetPage() {
  const fleet = useFetched<Fleet>("/fleet");
  useTitle(titleOf(fleet.data));
  const firing = useFetched<AlertList>("/alerts", { open: "true", limit: 500 });
  useEffect(() => {
    const timer = setInterval(fleet.again, refreshMillis);
    return () => clearInterval(timer);
  }, []);
  useStream("alert", (alert) => {
    firing.change((list) => {
      const alerts = withAlert(list.alerts, alert).filter((one) => one.open);
      return { ...list, alerts, total: list.total + alerts.length - list.alerts.length };
    });
  }, [firing.change]);
  // Another attempt of a run takes off what the one before ended with.
  useStream("run", (row) => (firing.data?.alerts ?? []).some((alert) => alert.run === row.run && alert.state === "unrecovered") && row.verdict === null && firing.again(), [firing.data]);
  useRefresh(() => (fleet.again(), firing.again()));

  if (!fleet.data) {
    return <main class="fleet">{fleet.status === "error" ? <Failed error={fleet.error} again={fleet.again} /> : <Loading height={240} />}</main>;
  }
  const sum = Object.values(fleet.data.runs_by_state).reduce<number>((total, count) => total + (count ?? 0), 0);
  if (sum === 0) {
    return <main class="fleet"><Nothing>No run has been seen yet. The first one appears here by itself, with its first record.</Nothing><FirstRun /></main>;
  }
  return (
    <main class="fleet">
      <Headline fleet={fleet.data} total={sum} />
      <div class="fleet-board">
        <BrokenNow firing={firing} />
        <div class="fleet-facts">
          <GpuHours fleet={fleet.data} />
          <Slower fleet={fleet.data} />
          <Suspects fleet={fleet.data} />
        </div>
      </div>
      <Groups />
    </main>
  );
}

/** Title of the tab, with the numbers of firing alerts and of runs that ended with a fault. */
function titleOf(fleet: Fleet | null): string {
  const firing = Object.values(fleet?.alerts_firing ?? {}).reduce<number>((sum, count) => sum + (count ?? 0), 0) - Object.values(fleet?.alerts_silenced ?? {}).reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const told = [firing > 0 && `${firing} firing`, (fleet?.runs_unrecovered ?? 0) > 0 && `${fleet!.runs_unrecovered} unrecovered`].filter(Boolean);
  return told.length > 0 ? `Fleet (${told.join(", ")})` : "Fleet";
}

function Headline({ fleet, total }: { fleet: Fleet; total: number }) {
  const of = (severity: Severity) => (fleet.alerts_firing[severity] ?? 0) - (fleet.alerts_silenced[severity] ?? 0);
  const [critical, warning] = [of("critical"), of("warning")];
  const silenced = Object.values(fleet.alerts_silenced).reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const died = fleet.runs_unrecovered;
  const firing = critical > 0 ? `${plural(critical, "critical alert")} firing` : warning > 0 ? `${plural(warning, "warning")} firing` : "";
  const words = [firing, died > 0 && `${plural(died, "run")} ended with a fault`].filter(Boolean).join(" · ") || "Nothing is broken";
  const gravest = critical + (fleet.alerts_unrecovered.critical ?? 0) > 0 ? "critical" : warning + died > 0 ? "warning" : "none";
  return (
    <section class="headline" aria-label="State of the fleet">
      <h1 data-severity={gravest}>{words}</h1>
      <p>
        {critical > 0 && warning > 0 ? `${plural(warning, "warning")} · ` : ""}{silenced > 0 && `${formatCount(silenced)} silenced · `}{plural(total, "run")}{(fleet.steps_per_second ?? 0) > 0 && ` · ${formatRate(fleet.steps_per_second).replace("/s", " steps/s")}`}
      </p>
      <StateBar counts={fleet.runs_by_state} broken={fleet.finished_by_verdict} total={total} />
    </section>
  );
}

const states = ["training", "starting", "stalled", "silent", "crashed", "finished", "stopped"];

function StateBar({ counts: all, broken, total }: { counts: Fleet["runs_by_state"]; broken: Fleet["finished_by_verdict"]; total: number }) {
  const verdicts = Object.keys(broken).sort();
  const counts: Record<string, number | undefined> = { ...all, finished: (all["finished"] ?? 0) - verdicts.reduce((sum, verdict) => sum + (broken[verdict] ?? 0), 0) };
  const present = [...states, ...Object.keys(counts).filter((state) => !states.includes(state))].filter((state) => (counts[state] ?? 0) > 0);
  return (
    <>
      <div class="state-bar" aria-hidden="true">
        {present.map((state) => <span data-state={state} style={{ flexGrow: String(Math.max(counts[state]!, total / 150)) }} />)}
        {verdicts.map((verdict) => <span data-state="crashed" style={{ flexGrow: String(Math.max(broken[verdict]!, total / 150)) }} />)}
      </div>
      <ul class="state-list">
        {present.map((state) => <li><a href={`/runs?state=${encodeURIComponent(state)}`}><StateMark state={state} count={formatCount(counts[state])} /></a></li>)}
        {verdicts.map((verdict) => <li><a href={`/runs?state=finished&verdict=${verdict}`}><BrokenMark words={`finished, ${verdict}`} count={formatCount(broken[verdict])} /></a></li>)}
      </ul>
    </>
  );
}

function BrokenNow({ firing }: { firing: ReturnType<typeof useFetched<AlertList>> }) {
  const now = useNow();
  const { data } = firing;
  const alerts = [...(data?.alerts ?? [])].sort(byUrgency);
  return (
    <section>
      <header class="section-head">
        <h2>Open alerts</h2>
        {data && data.total > listed && <a href="/alerts?state=open">all {formatCount(data.total)}</a>}
      </header>
      {!data ? (
        firing.status === "error" ? <Failed error={firing.error} again={firing.again} /> : <Loading height={120} />
      ) : alerts.length === 0 ? (
        <Nothing>No alert is firing, and no run ended with one that nobody has seen to. <a href="/alerts?state=all">Those of before</a> are kept.</Nothing>
      ) : (
        <AlertGroups alerts={alerts} now={now} most={listed} />
      )}
    </section>
  );
}

function Slower({ fleet }: { fleet: Fleet }) {
  return (
    <section>
      <h2>Slower than their own baseline</h2>
      {fleet.slower_than_baseline.length === 0 ? <p class="quiet">Every run keeps its pace.</p> : (
        <ul class="facts">
          {fleet.slower_than_baseline.map((run) => {
            const part = run.steps_per_second / run.baseline_steps_per_second;
            return (
              <li>
                <a href={runUrl(run.run)} data-row>{run.name || run.run}</a>
                <span class="pace" aria-hidden="true"><i style={{ width: `${Math.min(100, part * 100)}%` }} /></span>
                <span class="number">{formatPercent(part)}</span>
                <span class="quiet number">{formatShort(run.steps_per_second)} of {formatRate(run.baseline_steps_per_second)}</span>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

function GpuHours({ fleet: { gpu_hours: hours } }: { fleet: Fleet }) {
  if (!(hours.used > 0)) {
    return null;
  }
  const part = hours.wasted / hours.used;
  return (
    <section>
      <h2>GPU-hours</h2>
      <p class="figure"><strong>{formatHours(hours.wasted)}</strong> idle or wasted</p>
      <p class="quiet">{formatPercent(part)} of {formatHours(hours.used)} used, spent since an alert that nobody heeded</p>
    </section>
  );
}

function Suspects({ fleet }: { fleet: Fleet }) {
  if (fleet.suspects.length === 0) {
    return null;
  }
  return (
    <section>
      <h2>Suspect hosts</h2>
      <ul class="facts">
        {fleet.suspects.map((suspect) => (
          <li class="suspect">
            <a href={`/runs?host=${encodeURIComponent(suspect.host)}`} data-row>{suspect.host}</a>
            <span class="quiet">{plural(suspect.runs.length, "run")} · {suspect.classes.map(classWords).join(", ")}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
