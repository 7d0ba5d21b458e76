import { toWire } from "../src/api/numbers.ts";
import type { PointsWire } from "../src/api/types.ts";
import type { Story } from "./stories.ts";

/** Time at which `step` of `attempt` was done, milliseconds since 1970. */
export function millisOf(story: Story, attempt: number, step: number, startMillis: number): number {
  const done = story.attempts.filter((one) => one.attempt < attempt).reduce((sum, one) => sum + (one.lastStep! - one.firstStep) + 2_000, 0);
  const first = story.attempts.find((one) => one.attempt === attempt)?.firstStep ?? 0;
  const total = story.attempts.reduce((sum, one) => sum + ((one.lastStep ?? story.steps) - one.firstStep), 0) || 1;
  return Math.round(startMillis + ((done + step - first) / (total + 2_000 * (story.attempts.length - 1))) * story.startedAgoMillis);
}

/** The answer of /points, made bucket by bucket as the service would. Of a very long run only a part of each bucket is looked at. */
export function pointsOf(story: Story, series: string, head: number, query: { from: number; to: number; points: number; smooth: number }, startMillis: number): PointsWire {
  const attempts = story.attempts.map((one) => ({ attempt: one.attempt, first_step: one.firstStep, last_step: one.lastStep ?? head, count: (one.lastStep ?? head) - one.firstStep + 1 }));
  const ranges = attempts
    .map((one) => ({ attempt: one.attempt, from: Math.max(one.first_step, query.from), to: Math.min(one.last_step, query.to) }))
    .filter((one) => one.to >= one.from && head > 0);
  const every = series.startsWith("train-val/") ? 500 : 1;
  const total = ranges.reduce((sum, one) => sum + one.to - one.from + 1, 0) / every;
  const size = every * 2 ** Math.max(0, Math.ceil(Math.log2(total / query.points)));
  const answer: PointsWire = {
    run: story.id, series, rank: 0, raw: size === every, bucket_steps: size === every ? 1 : size, attempts, attempt: [], step: [], last_step: [],
    time_millis: [], min: [], max: [], mean: [], last: [], count: [], nan: [], positive_infinity: [], negative_infinity: [],
    smoothed: query.smooth > 0 ? [] : null,
  };
  let smoothed: number | null = null;
  for (const { attempt, from, to } of ranges) {
    for (let step = Math.ceil(from / every) * every; step <= to; step += size) {
      smoothed = bucket(answer, story, attempt, step, Math.min(to, step + size - 1), smoothed, query.smooth, startMillis, every);
    }
  }
  return answer;
}

function bucket(answer: PointsWire, story: Story, attempt: number, from: number, to: number, before: number | null, smooth: number, start: number, every: number) {
  const stride = Math.max(every, Math.ceil((to - from + 1) / 64));
  const values: number[] = [];
  for (let step = from; step <= to; step += stride) {
    const value = story.value(answer.series, step);
    if (value !== null) {
      values.push(value);
    }
  }
  for (const planted of [6_000, 9_113, 18_204, 4_211_337].filter((step) => stride > 1 && step >= from && step <= to)) {
    const value = story.value(answer.series, planted);
    value !== null && values.push(value);
  }
  if (values.length === 0) {
    return before;
  }
  const finite = values.filter(Number.isFinite);
  const last = values.at(-1)!;
  const mean = finite.length ? finite.reduce((sum, value) => sum + value, 0) / finite.length : null;
  const next = mean === null ? before : before === null ? mean : before + (mean - before) * (1 - (1 - 1 / smooth) ** ((to - from + 1) / every));
  const columns: [unknown[], unknown][] = [
    [answer.attempt, attempt], [answer.step, from], [answer.last_step, to], [answer.time_millis, millisOf(story, attempt, from, start)],
    [answer.min, finite.length ? Math.min(...finite) : toWire(last)], [answer.max, finite.length ? Math.max(...finite) : toWire(last)], [answer.mean, mean ?? toWire(last)],
    [answer.last, toWire(last)], [answer.count, answer.raw ? 1 : values.length], [answer.nan, values.filter(Number.isNaN).length],
    [answer.positive_infinity, values.filter((value) => value === Infinity).length],
    [answer.negative_infinity, values.filter((value) => value === -Infinity).length],
  ];
  columns.forEach(([column, value]) => column.push(value));
  answer.smoothed?.push(toWire(next) ?? "NaN");
  return next;
}
