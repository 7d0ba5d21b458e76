import type { Attempt, Description, MetricRow, RankRow, RunDetail, Spread } from "../api/types";
import { toFinite } from "../api/numbers";
import { formatAge, formatDuration, formatTime } from "../format/duration";
import { formatCount, formatNumber, formatPercent, formatterOf } from "../format/number";

/** Steps, times and waits of the ranks; the slowest is named. */
export function Ranks({ ranks, spread, now }: { ranks: RankRow[]; spread: Spread | undefined; now: number }) {
  if (ranks.length < 2) {
    return null;
  }
  const durations = ranks.map((rank) => toFinite(rank.step_duration_millis)).filter((value): value is number => value !== null).sort((a, b) => a - b);
  const slowest = ranks.find((rank) => rank.slowest);
  const most = durations.at(-1) ?? 1;
  const median = toFinite(spread?.median) ?? durations[durations.length >> 1];
  return (
    <section>
      <h2>Ranks</h2>
      <p class="sentence">
        A step takes {formatDuration(toFinite(spread?.min) ?? durations[0])} at least, {formatDuration(median)} in the median, {formatDuration(toFinite(spread?.max) ?? most)} at most.
        {slowest && <> The slowest is <strong>rank {slowest.rank} on {slowest.host}</strong>.</>}
      </p>
      <div class="scroll tall">
        <table class="ranks">
          <thead><tr><th class="number">rank</th><th>host</th><th class="number">step</th><th colSpan={2}>step time</th><th class="number">waits for data</th><th class="number">last heard</th></tr></thead>
          <tbody>
            {ranks.map((rank) => {
              const duration = toFinite(rank.step_duration_millis);
              return (
                <tr key={rank.rank} data-slowest={rank.slowest ? "" : undefined}>
                  <td class="number">{rank.rank}</td>
                  <td class="nowrap">{rank.host}</td>
                  <td class="number">{formatCount(rank.step)}</td>
                  <td class="number">{formatDuration(duration)}</td>
                  <td class="bar-cell"><span class="bar" aria-hidden="true"><i style={{ width: `${((duration ?? 0) / most) * 100}%` }} /></span>{rank.slowest && <em>slowest</em>}</td>
                  <td class="number">{formatPercent(toFinite(rank.data_wait_ratio))}</td>
                  <td class="number">{rank.last_event_millis === null ? "–" : formatAge(Math.max(0, now - rank.last_event_millis))}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Start and end of each attempt of a run. */
export function Attempts({ attempts }: { attempts: Attempt[] }) {
  return attempts.length < 2 ? null : (
    <section>
      <h2>Attempts</h2>
      <div class="scroll">
        <table>
          <thead><tr><th class="number">attempt</th><th>started</th><th class="number">steps</th><th>outcome</th><th>what was said</th></tr></thead>
          <tbody>
            {attempts.map((attempt) => (
              <tr key={attempt.attempt}>
                <td class="number">{attempt.attempt}</td>
                <td>{formatTime(attempt.started_millis)}</td>
                <td class="number">{formatCount(attempt.first_step)} – {formatCount(attempt.last_step)}</td>
                <td>{attempt.outcome?.toLowerCase().replaceAll("_", " ") ?? "goes on"}</td>
                <td class="long">{[attempt.exception, attempt.message].filter(Boolean).join(": ") || "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Last and extreme values of every series. */
export function Metrics({ metrics }: { metrics: MetricRow[] }) {
  return metrics.length === 0 ? null : (
    <section>
      <h2>Values</h2>
      <div class="scroll">
        <table>
          <thead><tr><th>series</th><th class="number">last</th><th class="number">at step</th><th class="number">min</th><th class="number">at step</th><th class="number">max</th><th class="number">at step</th><th class="number">not finite</th></tr></thead>
          <tbody>
            {metrics.map((metric) => {
              const format = formatterOf(metric.series);
              return (
                <tr key={metric.series}>
                  <td class="name">{metric.series}</td>
                  <td class="number">{format(metric.last)}</td><td class="number quiet">{formatCount(metric.last_step)}</td>
                  <td class="number">{format(metric.min)}</td><td class="number quiet">{formatCount(metric.min_step)}</td>
                  <td class="number">{format(metric.max)}</td><td class="number quiet">{formatCount(metric.max_step)}</td>
                  <td class="number" data-bad={metric.non_finite > 0 ? "" : undefined}>{metric.non_finite > 0 ? formatCount(metric.non_finite) : "–"}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Final results that the run reported, by the names that the job uses. */
export function Results({ summary = {} }: { summary: Description["summary"] }) {
  const all = Object.entries(summary);
  return all.length === 0 ? null : (
    <section>
      <h2>Results</h2>
      <dl class="configuration">
        {all.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{formatNumber(value)}</dd></div>)}
      </dl>
    </section>
  );
}

/** Hyperparameters and layers that the job declared. */
export function Hyperparameters({ description }: { description: RunDetail["description"] }) {
  const { hyperparameters = {}, layers = [] } = description;
  const declared = Object.entries({
    framework: [description.framework, description.framework_version].filter(Boolean).join(" ") || null,
    objective: description.objective, "goal error": description.goal_error, reference: description.reference,
    layers: layers.length > 0 ? `${formatCount(layers.length)}, ${formatCount(layers.reduce((sum, layer) => sum + layer.parameters, 0))} parameters` : null,
  }).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const all = [...declared, ...Object.entries(hyperparameters)];
  return all.length === 0 ? null : (
    <section>
      <h2>Configuration</h2>
      <dl class="configuration">
        {all.map(([key, value]) => <div key={key}><dt>{key}</dt><dd>{textOf(value)}</dd></div>)}
      </dl>
    </section>
  );
}

/** A declared value as text; a number as it was declared. */
export function textOf(value: unknown): string {
  return value === null || value === undefined ? "–" : typeof value === "object" ? JSON.stringify(value) : String(value);
}
