import { useCallback, useState } from "preact/hooks";
import { SeriesChart } from "../chart/series-chart";
import { formatCount, plural } from "../format/number";
import { classWords } from "../format/words";
import { Evidence, Ranked, Resolution } from "../pages/alert";
import { sectionsOf } from "../pages/sections";
import { YChoice, Zoom } from "../pages/view-bar";
import { AlertScope } from "../parts/alert-line";
import { SeverityMark, StatusMark } from "../parts/marks";
import { useTitle } from "../parts/title";
import { plainView, type View } from "../route/permalink";
import { lastStepOf } from "./answers";
import type { DrawnAlert, DrawnRun } from "./data";

/** The drawing of a replayed run: its curves with the alerts on them, then what each alert says. */
export function RunDrawing({ drawn: { run, rows, problem, abstained, alerts, curves } }: { drawn: DrawnRun }) {
  useTitle(run);
  const [view, setView] = useState<View>({ ...plainView, superseded: true });
  const change = useCallback((part: Partial<View>) => setView((before) => ({ ...before, ...part })), []);
  const lastStep = lastStepOf(curves);
  const chart = { run, view, alerts, lastStep, startMillis: 0, table: null, onView: change, recorded: true };
  return (
    <main class="run" onClick={toAlert}>
      <header class="run-head">
        <p><a href="index.html">All runs</a></p>
        <div class="run-title"><h1>{run}</h1></div>
        <p class="quiet">{plural(rows, "row")}, {alerts.length === 0 ? "no alert" : plural(alerts.length, "alert")}</p>
        {problem && <p class="drawing-problem">cut short: {problem}</p>}
      </header>
      <div class="view-bar" role="toolbar" aria-label="Charts"><YChoice view={view} setView={change} /><Zoom view={view} setView={change} /></div>
      {sectionsOf(curves.map(({ series }) => series)).map(({ title, series }) => (
        <section key={title} class="charts" aria-label={title}>
          <header class="section-head"><h2>{title}</h2></header>
          <div class={title === "Loss" ? "chart-grid single" : "chart-grid"}>
            {series.map((name) => <SeriesChart key={name} {...chart} series={name} height={title === "Loss" ? 300 : 190} />)}
          </div>
        </section>
      ))}
      {alerts.length > 0 && <p class="quiet drawing-key">Solid line with a flag: the onset, as seen in hindsight. Dashed line: the step at which the alert was raised. Shade: until it ended.</p>}
      {alerts.map((alert) => <AlertCard key={alert.id} alert={alert} />)}
      <section class="quiet">{Object.entries(abstained).map(([detector, lacked]) => <p key={detector}>{detector} could not judge: no {lacked}</p>)}</section>
    </main>
  );
}

/** The flag of an alert on a chart leads to its card. */
function toAlert(event: MouseEvent): void {
  const flag = (event.target as Element).closest<HTMLAnchorElement>("a.flag");
  if (flag) {
    event.preventDefault();
    document.getElementById(decodeURIComponent(flag.pathname.split("/").at(-1)!))?.scrollIntoView({ behavior: "smooth" });
  }
}

function AlertCard({ alert }: { alert: DrawnAlert }) {
  return (
    <section id={alert.id} class="drawing-alert" data-severity={alert.severity}>
      <p class="alert-kicker"><SeverityMark severity={alert.severity} named /><span>{classWords(alert.class)}</span><AlertScope alert={alert} /><StatusMark status={alert.status} /><Resolution alert={alert} /></p>
      <h2>{alert.summary}</h2>
      <p class="quiet">
        detector {alert.detector} · since step {formatCount(alert.onset_step)}, raised at step {formatCount(alert.raised_step)} (row {formatCount(alert.row)})
        {alert.ended_step !== null && <>, {alert.state} at step {formatCount(alert.ended_step)}</>}
      </p>
      <Evidence alert={alert} />
      <div class="alert-columns">
        <Ranked title="Probable causes" list={alert.causes} empty="The detector names none." />
        <Ranked title="What to try first" list={alert.remedies} empty="The detector names nothing." />
      </div>
    </section>
  );
}
