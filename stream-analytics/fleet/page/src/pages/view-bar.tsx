import { useEffect, useState } from "preact/hooks";
import type { View, XAxis } from "../route/permalink";
import { formatCount } from "../format/number";

const axes: [XAxis, string][] = [["step", "step"], ["time", "wall time"], ["relative", "relative time"], ["tokens", "tokens"]];

interface ViewBarProps {
  view: View;
  setView: (change: Partial<View>) => void;
  ranks?: number[];
  hasTokens: boolean;
  hasAttempts: boolean;
}

/** How the charts are shown. It stays at the top while the charts pass under it. */
export function ViewBar({ view, setView, ranks = [], hasTokens, hasAttempts }: ViewBarProps) {
  return (
    <div class="view-bar" role="toolbar" aria-label="Charts">
      <div class="choice" role="group" aria-label="x axis">
        {axes.filter(([axis]) => axis !== "tokens" || hasTokens).map(([axis, name]) => (
          <button type="button" aria-pressed={view.x === axis} onClick={() => setView({ x: axis })}>{name}</button>
        ))}
      </div>
      <div class="choice" role="group" aria-label="y axis">
        <button type="button" aria-pressed={!view.log} onClick={() => setView({ log: false })}>linear</button>
        <button type="button" aria-pressed={view.log} onClick={() => setView({ log: true })}>log</button>
      </div>
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

function Smoothing({ view, setView }: Pick<ViewBarProps, "view" | "setView">) {
  const [weight, setWeight] = useState(view.smooth);
  useEffect(() => setWeight(view.smooth), [view.smooth]);
  return (
    <label class="smoothing">
      smoothing
      <input type="range" min="0" max="0.99" step="0.01" value={weight} aria-valuetext={weight === 0 ? "off" : String(weight)}
        onInput={(event) => setWeight(Number(event.currentTarget.value))} onChange={(event) => setView({ smooth: Number(event.currentTarget.value) })} />
      <output>{weight === 0 ? "off" : weight.toFixed(2)}</output>
    </label>
  );
}

function Zoom({ view: { from, to }, setView }: Pick<ViewBarProps, "view" | "setView">) {
  const zoomed = from !== null || to !== null;
  return !zoomed ? <span class="hint">drag on a chart to zoom</span> : (
    <span class="zoom">
      steps {formatCount(from ?? 0)} – {to === null ? "now" : formatCount(to)}
      <button type="button" onClick={() => setView({ from: null, to: null })}>Show all</button>
    </span>
  );
}
