import { useEffect, useState } from "preact/hooks";
import { yAxes, type View, type XAxis } from "../route/permalink";
import { formatCount, formatShort } from "../format/number";

const axes: [XAxis, string][] = [["step", "step"], ["epoch", "epoch"], ["time", "wall time"], ["relative", "relative time"], ["tokens", "tokens"]];

interface ViewBarProps {
  view: View;
  setView: (change: Partial<View>) => void;
  ranks?: number[];
  hasTokens: boolean;
  hasAttempts: boolean;
}

/** Bar of choices for the charts. It stays at the top while the charts pass under it. */
export function ViewBar({ view, setView, ranks = [], hasTokens, hasAttempts }: ViewBarProps) {
  return (
    <div class="view-bar" role="toolbar" aria-label="Charts">
      <div class="choice" role="group" aria-label="x axis">
        {axes.filter(([axis]) => axis !== "tokens" || hasTokens).map(([axis, name]) => (
          <button type="button" aria-pressed={view.x === axis} onClick={() => setView({ x: axis })}>{name}</button>
        ))}
      </div>
      <YChoice view={view} setView={setView} />
      <Smoothing view={view} setView={setView} />
      {hasAttempts && (
        <label class="check"><input type="checkbox" checked={view.superseded} onChange={(event) => setView({ superseded: event.currentTarget.checked })} />superseded points</label>
      )}
      {ranks.length > 1 && (
        <label class="pick">rank
          <select value={view.rank === null ? "" : String(view.rank)} onChange={(event) => setView({ rank: event.currentTarget.value === "" ? null : Number(event.currentTarget.value) })}>
            {ranks.map((rank) => <option value={rank === 0 ? "" : String(rank)}>{rank}</option>)}
          </select>
        </label>
      )}
      <Zoom view={view} setView={setView} />
    </div>
  );
}

const yTitles = {
  auto: "Linear, or logarithmic where the values span many orders; what explodes is marked at the edge",
  linear: "Equal distances are equal differences; what lies far beyond the rest is marked at the edge",
  log: "Equal distances are equal ratios; zero and below is marked at the lower edge",
};

/** Choice of the scale of the y axes. */
export function YChoice({ view, setView }: Pick<ViewBarProps, "view" | "setView">) {
  return (
    <div class="choice" role="group" aria-label="y axis">
      {yAxes.map((y) => <button type="button" title={yTitles[y]} aria-pressed={view.y === y} onClick={() => setView({ y })}>{y}</button>)}
    </div>
  );
}

/** Values that a curve can be smoothed over; 0 is off. */
const smoothings = [0, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000];

/** The slider of the smoothed curve; the extremes stay visible behind it. */
export function Smoothing({ view, setView }: Pick<ViewBarProps, "view" | "setView">) {
  const notch = smoothings.findLastIndex((values) => values <= view.smooth);
  const [at, setAt] = useState(notch);
  useEffect(() => setAt(notch), [notch]);
  const label = smoothings[at] === 0 ? "off" : `over ${formatShort(smoothings[at])} values`;
  return (
    <label class="smoothing">
      smoothing
      <input type="range" min="0" max={smoothings.length - 1} step="1" value={at} aria-valuetext={label}
        onInput={(event) => setAt(Number(event.currentTarget.value))} onChange={(event) => setView({ smooth: smoothings[Number(event.currentTarget.value)] })} />
      <output>{label}</output>
    </label>
  );
}

/** The steps that are zoomed on, and the way back. */
export function Zoom({ view: { from, to }, setView }: Pick<ViewBarProps, "view" | "setView">) {
  const zoomed = from !== null || to !== null;
  return !zoomed ? <span class="hint">drag on a chart to zoom</span> : (
    <span class="zoom">
      steps {formatCount(from ?? 0)} – {to === null ? "now" : formatCount(to)}
      <button type="button" onClick={() => setView({ from: null, to: null })}>Show all</button>
    </span>
  );
}
