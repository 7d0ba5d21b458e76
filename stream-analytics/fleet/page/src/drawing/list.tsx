import type { PointsWire } from "../api/types";
import { formatCount, plural } from "../format/number";
import { classWords } from "../format/words";
import { yScaleOf } from "../chart/y-axis";
import { decodePoints } from "../live/points";
import { SeverityMark } from "../parts/marks";
import { useTitle } from "../parts/title";
import type { ListedAlert, ListedRun } from "./data";

/** All runs of a replay, each with its loss in small and its alerts. */
export function RunList({ runs }: { runs: ListedRun[] }) {
  useTitle("Replayed runs");
  return (
    <main>
      <h1>Replayed runs</h1>
      <p class="quiet">{plural(runs.length, "run")}, {formatCount(runs.filter(({ alerts }) => alerts.length > 0).length)} with alerts</p>
      <table class="drawing-runs">
        <thead><tr><th>run</th><th class="number">rows</th><th>loss</th><th>alerts</th></tr></thead>
        <tbody>
          {runs.map(({ run, page, rows, loss, alerts }) => (
            <tr key={page}>
              <td><a href={page}>{run}</a></td>
              <td class="number">{formatCount(rows)}</td>
              <td>{loss && <Spark loss={loss} />}</td>
              <td>{alerts.map((alert, i) => <AlertWords key={i} alert={alert} />)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </main>
  );
}

function AlertWords({ alert }: { alert: ListedAlert }) {
  return <span class="open-count"><SeverityMark severity={alert.severity} /> {classWords(alert.class)}{alert.state === "unrecovered" && ", unrecovered"} </span>;
}

const [width, height] = [180, 30];

/** A curve without an axis; what its axis leaves out leaves the picture. */
function Spark({ loss }: { loss: PointsWire }) {
  const { buckets } = decodePoints(loss, 0, loss.step.length);
  const { log, low, high } = yScaleOf(buckets, "auto");
  const scaled = (value: number) => (log ? Math.log(value) : value);
  const part = (value: number) => (high === low ? 0.5 : (scaled(value) - scaled(low!)) / (scaled(high!) - scaled(low!)));
  const points = buckets.flatMap(({ min, max }, i) =>
    [min, max].filter((value) => value !== null).map((value) => `${((i + 0.5) / buckets.length) * width},${height * (1 - Math.min(2, Math.max(-1, part(value))))}`),
  );
  return <svg class="spark" viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true"><polyline points={points.join(" ")} /></svg>;
}
