import { useMemo, useRef, useState } from "preact/hooks";
import type { Comparison, SeriesInfo, StepEvent } from "../api/types";
import { arrivalOf } from "../chart/wanted";
import { curvesOf, joined, type Frame } from "../chart/frame";
import { bucketNear, valueLabel } from "../chart/legend";
import { curveStyle } from "../chart/palette";
import { yScaleOf } from "../chart/y-axis";
import { Plot } from "../chart/plot";
import { pointsForScreen } from "../chart/series-chart";
import { positionOn, stepsBetween } from "../chart/axis";
import { bucketLabel } from "../format/bucket";
import { formatCount, formatNumber, plural } from "../format/number";
import { useStream } from "../live/context";
import { useFetched } from "../live/fetched";
import { append, decodePoints, type Points } from "../live/points";
import { StateMark } from "../parts/marks";
import { Failed, Loading, Nothing } from "../parts/states";
import { useEscape } from "../parts/shortcuts";
import { useTitle } from "../parts/title";
import { useParameters, useView, withValues, urlOf } from "../route/permalink";
import { navigate, runUrl } from "../route/router";
import { Smoothing, YChoice } from "./view-bar";
import { Configuration } from "./configuration";
import { exportPoints } from "../chart/export";

/** Up to 20 runs on one chart, and what was different about them. */
export function ComparePage() {
  useTitle("Compare");
  const [query, setQuery] = useParameters();
  const [view, setView] = useView();
  const runs = query.getAll("run");
  const series = query.get("series") ?? "loss";
  const relative = query.get("align") === "relative_time";
  const names = useFetched<{ series: SeriesInfo[] }>(runs.length > 0 ? `/runs/${encodeURIComponent(runs[0])}/series` : null);
  const { from, to, smooth } = view;
  const answer = useFetched<Comparison>(runs.length > 0 ? "/compare" : null, { run: runs, series, from, to, smooth: smooth || null, points: pointsForScreen() });
  useStream("reset", answer.again, []);
  useEscape(() => setView({ from: null, to: null }));
  if (runs.length === 0) {
    return <main><Nothing height={280}>Choose runs in <a href="/runs">the list</a> to compare them.</Nothing></main>;
  }
  const without = (run: string) => {
    const next = withValues(query, { run: null });
    runs.filter((one) => one !== run).forEach((one) => next.append("run", one));
    navigate(urlOf("/compare", next), { replace: true });
  };
  return (
    <main class="compare">
      <header class="page-head">
        <h1>Compare</h1>
        <p class="quiet">{plural(runs.length, "run")}</p>
        <span class="page-actions"><a href={`/runs?selected=${encodeURIComponent(runs.map(encodeURIComponent).join(","))}`}>Choose others</a></span>
      </header>
      <div class="view-bar" role="toolbar" aria-label="Chart">
        <label class="pick">series
          <select value={series} onChange={(event) => setQuery({ series: event.currentTarget.value })}>
            {[...new Set([series, ...(names.data?.series.map((one) => one.name) ?? [])])].map((name) => <option value={name}>{name}</option>)}
          </select>
        </label>
        <div class="choice" role="group" aria-label="Align by">
          <button type="button" aria-pressed={!relative} onClick={() => setQuery({ align: null })}>step</button>
          <button type="button" aria-pressed={relative} onClick={() => setQuery({ align: "relative_time" })}>relative time</button>
        </div>
        <YChoice view={view} setView={setView} />
        <Smoothing view={view} setView={setView} />
        {(from !== null || to !== null) && <button type="button" onClick={() => setView({ from: null, to: null })}>Show all</button>}
      </div>
      {!answer.data ? (answer.status === "error" ? <Failed error={answer.error} again={answer.again} /> : <Loading height={380} />) : (
        <>
          <Curves comparison={answer.data} {...{ relative, series, without }} />
          <Configuration comparison={answer.data} />
        </>
      )}
    </main>
  );
}

function Curves({ comparison, relative, series, without }: { comparison: Comparison; relative: boolean; series: string; without: (run: string) => void }) {
  const [view, setView] = useView();
  const [at, setAt] = useState<number | null>(null);
  const [, setVersion] = useState(0);
  const held = useRef<{ of: Comparison | null; points: Points[]; starts: number[] }>({ of: null, points: [], starts: [] });
  if (held.current.of !== comparison) {
    const points = comparison.runs.map((run) => decodePoints({ ...run.points, run: run.run, series, rank: 0 }, view.smooth, pointsForScreen()));
    held.current = { of: comparison, points, starts: points.map((one) => one.buckets[0]?.millis ?? 0) };
  }
  const grow = (events: StepEvent[]) => {
    const wanted = (run: string) => ({ run, series, rank: null, from: view.from, to: view.to, smooth: view.smooth, points: 0 });
    const grown = held.current.points.map((points) => events.flatMap((event) => arrivalOf(event, wanted(points.run))).map((arrival) => append(points, arrival)).some(Boolean));
    grown.some(Boolean) && setVersion((n) => n + 1);
  };
  useStream("steps", grow, [series, view.from, view.to]);
  useStream("evaluation", (event) => grow([event]), [series, view.from, view.to]);

  const { points, starts } = held.current;
  const positions = starts.map((start) => positionOn(relative ? "relative" : "step", start, null));
  const y = yScaleOf(points.flatMap((one) => one.buckets), view.y);
  const frame = joined(
    points.map((one, i) => {
      const { colour, dash } = curveStyle(i);
      const part = curvesOf(one, comparison.runs[i].name, colour, { position: positions[i], y, smooth: view.smooth > 0, superseded: false });
      return { ...part, curves: part.curves.map((curve) => ({ ...curve, dash })), dividers: [] };
    }),
  );
  const zoom = (from: number, to: number) => {
    const steps = points.flatMap((one, i) => stepsBetween(one.buckets, positions[i], from, to) ?? []);
    steps.length > 0 && setView({ from: Math.min(...steps), to: Math.max(...steps) });
  };
  const coarsest = points.reduce((a, b) => (b.bucketSteps > a.bucketSteps ? b : a), points[0]);
  return (
    <figure class="chart">
      {frame.x.length === 0 ? <Nothing height={360}>None of the runs has a series “{series}” here.</Nothing> : (
        <Plot frame={frame} axis={relative ? "relative" : "step"} y={y} height={380} label={`${series} of ${points.length} runs`} onZoom={zoom} onReset={() => setView({ from: null, to: null })} onPoint={setAt} />
      )}
      <div class="chart-foot">
        <span class="resolution">{coarsest && bucketLabel(coarsest.raw, coarsest.bucketSteps)}</span>
        <span class="exports">
          <button type="button" class="plain" onClick={() => points.forEach((one) => exportPoints(one, "csv"))}>CSV of each</button>
        </span>
      </div>
      <CurveTable {...{ frame, comparison, at, points, without }} />
    </figure>
  );
}

interface CurveTableProps {
  frame: Frame;
  comparison: Comparison;
  at: number | null;
  points: Points[];
  without: (run: string) => void;
}

function CurveTable({ frame, comparison, at, points, without }: CurveTableProps) {
  const x = at === null ? Infinity : frame.x[at];
  const rows = useMemo(() => comparison.runs, [comparison]);
  return (
    <div class="scroll">
      <table class="curve-table">
        <thead><tr><th /><th>run</th><th class="number">step</th><th class="number">value</th><th class="number">min – max</th><th class="number">not finite</th><th /></tr></thead>
        <tbody>
          {rows.map((run, i) => {
            const bucket = bucketNear(frame.curves[i], x);
            const bad = points[i].buckets.reduce((sum, one) => sum + one.nan + one.positive + one.negative, 0);
            const { colour, dash } = curveStyle(i);
            return (
              <tr key={run.run}>
                <td><svg class="swatch" viewBox="0 0 22 6" width="22" height="6" aria-hidden="true"><path d="M0 3h22" stroke={colour} stroke-width="2.5" stroke-dasharray={dash?.join(" ")} /></svg></td>
                <td class="name"><a href={runUrl(run.run)} data-row>{run.name || run.run}</a>{run.verdict && run.state && <StateMark state={run.state} unrecovered={run.unrecovered} />}</td>
                <td class="number">{formatCount(bucket?.step)}</td>
                <td class="number"><strong>{bucket ? valueLabel(bucket) : "–"}</strong></td>
                <td class="number quiet">{bucket && bucket.min !== bucket.max ? `${formatNumber(bucket.min)} – ${formatNumber(bucket.max)}` : ""}</td>
                <td class="number" data-bad={bad > 0 ? "" : undefined}>{bad > 0 ? formatCount(bad) : "–"}</td>
                <td><button type="button" class="plain" aria-label={`Take ${run.name} out`} onClick={() => without(run.run)}>×</button></td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
