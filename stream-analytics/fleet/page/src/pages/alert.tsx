import { useMemo } from "preact/hooks";
import { lifeOf } from "../annotation/life";
import { AskedVote, People } from "../annotation/people";
import type { Advice, AlertDetail, RunDetail } from "../api/types";
import { levelsOf, seriesOfAlert, usualAxis } from "../chart/alert-series";
import { SeriesChart } from "../chart/series-chart";
import { formatTime } from "../format/duration";
import { formatCount, formatNumber } from "../format/number";
import { classWords } from "../format/words";
import { useNow, useStream } from "../live/context";
import { useFetched, type Fetched } from "../live/fetched";
import { AlertScope } from "../parts/alert-line";
import { LastGoodCheckpoint } from "../parts/checkpoints";
import { SeverityMark } from "../parts/marks";
import { Standing, StandingFacts } from "../parts/standing";
import { PictureLink } from "../parts/picture-link";
import { Failed, Loading } from "../parts/states";
import { useTitle } from "../parts/title";
import { useView, type View } from "../route/permalink";
import { runUrl } from "../route/router";
import { YChoice } from "./view-bar";
import { PageActions } from "../silence/actions";

/** One alert: what was seen, on what evidence, why probably, and what to try. */
export function AlertPage({ id }: { id: string }) {
  const alert = useFetched<AlertDetail>(`/alerts/${encodeURIComponent(id)}`);
  const run = useFetched<RunDetail>(alert.data ? `/runs/${encodeURIComponent(alert.data.run)}` : null);
  const now = useNow();
  useTitle(alert.data ? `${classWords(alert.data.class)} in ${alert.data.run_name || alert.data.run}` : "Alert");
  useStream("alert", (row) => row.id === id && alert.change((data) => ({ ...data, ...row })), [id]);
  // The row of its run comes once the tables have what the alert said, and they know its course.
  useStream("run", (row) => row.run === alert.data?.run && alert.again(), [alert.data?.run]);
  useStream("mutes", alert.again, []);
  useStream("reset", alert.again, []);
  if (!alert.data) {
    const what = alert.error?.status === 404 ? "There is no such alert" : undefined;
    return <main>{alert.status === "error" ? <Failed error={alert.error} again={alert.again} what={what} /> : <Loading height={320} />}</main>;
  }
  const { data } = alert;
  return (
    <main class="alert-page" data-severity={data.severity}>
      <header class="alert-title">
        <p class="alert-kicker"><SeverityMark severity={data.severity} named /><span>{classWords(data.class)}</span><AlertScope alert={data} /><Standing alert={data} now={now} /><Resolution alert={data} /></p>
        <h1>{data.summary}</h1>
        <p class="quiet"><a href={runUrl(data.run)}>{data.run_name || data.run}</a> · {[data.project, data.owner, run.data?.host].filter(Boolean).join(" · ")} · detector {data.detector} · since step {formatCount(data.onset_step)}, raised at step {formatCount(data.raised_step)}, {formatTime(data.raised_millis)}</p>
        <StandingFacts alert={data} now={now} />
        <PageActions alert={data} />
        <AskedVote alert={data} />
      </header>
      <Why alert={data} run={run.data} />
      <Onset alert={data} run={run} />
      <div class="alert-columns">
        <Ranked title="Probable causes" list={data.causes} empty="The detector names none." />
        <Ranked title="What to try first" list={data.remedies} empty="The detector names nothing." />
      </div>
      <LastGoodCheckpoint alert={data} />
      <div class="alert-columns">
        <Evidence alert={data} />
        <History alert={data} />
      </div>
      <People alert={data} now={now} />
    </main>
  );
}

const endings: Record<string, string> = {
  cleared: "the fault is gone",
  run_ended: "the run ended with it",
  new_attempt: "a new attempt began",
  switched_off: "its detector was switched off",
};

/** Reason why the alert ended; nothing while it fires. */
export function Resolution({ alert }: { alert: AlertDetail }) {
  const why = alert.resolution && endings[alert.resolution];
  return why ? <span class="quiet">{why}</span> : null;
}

/** Facts behind the alert: the value that decided, its place and its time. */
function Why({ alert, run }: { alert: AlertDetail; run: RunDetail | null }) {
  const decided = alert.evidence.find((one) => one.threshold !== null) ?? alert.evidence[0];
  const rank = alert.rank ?? 0;
  const host = run?.ranks.find((one) => one.rank === rank)?.host || run?.host || null;
  const facts: [string, string][] = [
    ...(decided ? [[decided.name, `${formatNumber(decided.value)} ${decided.unit}`.trim()] as [string, string]] : []),
    ["onset", `step ${formatCount(alert.onset_step)}`],
    ["raised", `step ${formatCount(alert.raised_step)}`],
    ["attempt", String(alert.attempt)],
    ["rank", alert.rank === null ? "whole run" : String(alert.rank)],
    ["host", host ?? "–"],
  ];
  return (
    <dl class="figures why" aria-label="Why it fired">
      {facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
    </dl>
  );
}

/** Steps shown before and after the onset: half as many again as it took, and enough to see what was usual. */
function around(alert: AlertDetail): Pick<View, "from" | "to"> {
  const reach = Math.max(200, 3 * (alert.raised_step - alert.onset_step), Math.round(alert.onset_step * 0.05));
  return { from: Math.max(0, alert.onset_step - reach), to: alert.onset_step + reach };
}

function Onset({ alert, run }: { alert: AlertDetail; run: Fetched<RunDetail> }) {
  const [view, setView] = useView(usualAxis(alert));
  const alerts = useMemo(() => [alert], [alert]);
  const zoomed = view.from !== null || view.to !== null;
  const shown = zoomed ? view : { ...view, ...around(alert) };
  return (
    <section class="onset">
      <div class="view-bar" role="toolbar" aria-label="Chart">
        <YChoice view={view} setView={setView} />
        {zoomed ? <button type="button" onClick={() => setView({ from: null, to: null })}>Around the onset</button> : <span class="hint">steps around the onset</span>}
        <PictureLink alert={alert.id} />
        <a class="view-link" href={runUrl(alert.run)}>all curves of the run</a>
      </div>
      {run.data || run.status === "error" ? (
        seriesOfAlert(alert).map((series) => (
          <SeriesChart key={series} run={alert.run} series={series} view={{ ...shown, rank: view.rank ?? alert.rank }} startMillis={run.data?.started_millis ?? 0} table={null}
            alerts={alerts} levels={levelsOf(alert, series)} lastStep={run.data?.step ?? null} height={240} onView={setView} />
        ))
      ) : <Loading height={240} />}
    </section>
  );
}

/** Numbers that the alert rests on, with the thresholds that they passed. */
export function Evidence({ alert: { evidence } }: { alert: AlertDetail }) {
  return (
    <section>
      <h2>Evidence</h2>
      {evidence.length === 0 ? <p class="quiet">The alert carries no numbers.</p> : (
        <table class="evidence">
          <tbody>
            {evidence.map(({ name, value, unit, comparison, threshold }) => (
              <tr>
                <td>{name}</td>
                <td class="number"><strong>{formatNumber(value)}</strong> {unit}</td>
                <td class="quiet">{threshold === null ? "" : `${comparison.replace(">=", "≥").replace("<=", "≤")} ${formatNumber(threshold)} ${unit}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Advice, the first things first. */
export function Ranked({ title, list, empty }: { title: string; list: Advice[]; empty: string }) {
  return (
    <section>
      <h2>{title}</h2>
      {list.length === 0 ? <p class="quiet">{empty}</p> : (
        <ol class="ranked">
          {list.map(({ text, item }) => <li><span>{text}</span>{item && <abbr class="item" title={`Item ${item} of the knowledge list`}>{item}</abbr>}</li>)}
        </ol>
      )}
    </section>
  );
}

function History({ alert }: { alert: AlertDetail }) {
  return (
    <section>
      <h2>History</h2>
      <ol class="history">
        {lifeOf(alert).map(({ what, state, severity, by, step, millis }) => (
          <li data-severity={severity} data-state={state}>
            <span>{state === "person" ? "" : <SeverityMark severity={severity} />} {what}</span>
            <span class="quiet">{step === null ? by && `by ${by}` : `step ${formatCount(step)}`}</span>
            <time class="quiet">{formatTime(millis)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}
