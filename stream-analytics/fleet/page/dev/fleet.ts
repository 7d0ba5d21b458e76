import { toWire } from "../src/api/numbers.ts";
import type { AlertDetail } from "../src/api/types.ts";
import type { Fleet, Group, RunDetail, RunRow, RunState } from "../src/api/types.ts";
import { endOf, rowOf } from "./alerts.ts";
import { noise, seedOf } from "./random.ts";
import { common, evaluations, gpuSeries, story, stories, type Story } from "./stories.ts";

const projects = ["lm-1b", "vision", "speech", "rl", "protein", "ranking"];
const owners = ["mira", "tomas", "aiko", "lena", "sam", "priya", "oskar"];
const gpus = ["H100 80GB", "A100 80GB", "A100 40GB", "L40S"];
const states: RunState[] = ["finished", "finished", "finished", "training", "training", "stopped", "crashed", "finished"];

/** 10,000 runs: the stories, and many of which nothing is to be said. */
export const fleetStories: Story[] = [
  ...stories,
  ...Array.from({ length: 10_000 - stories.length }, (_, i) => {
    const pick = <T>(list: T[], salt: number) => list[Math.floor(noise(salt, i) * list.length)];
    const state = i < 150 ? "training" : pick(states.filter((one) => one !== "training"), 3);
    const project = pick(projects, 1);
    return story({
      id: `${project}-sweep-${String(i).padStart(5, "0")}`, project, owner: pick(owners, 2), gpu: pick(gpus, 4), gpus: 2 ** Math.floor(noise(5, i) * 4),
      host: `gpu-${String(1 + Math.floor(noise(6, i) * 40)).padStart(2, "0")}`, state, steps: Math.floor(2_000 + noise(7, i) * 55_000),
      rate: state === "training" ? 0.5 + noise(8, i) * 6 : 0, startedAgoMillis: (i < 150 ? 1 : 1 + i / 30) * 3_600_000 * (1 + noise(9, i) * 20),
    });
  }),
];

/** Last step of a run at `now`. */
export function headOf(story: Story, now: number, boot: number): number {
  return Math.floor(story.steps + ((now - boot) / 1_000) * (story.state === "training" ? story.rate : 0));
}

/** Tags and group of a run. */
export function wordsOf(story: Story): { tags: string[]; group: string } {
  return story.id === "hostile"
    ? { tags: ["<img src=x onerror=alert(10)>", "a very long tag that says a great deal more than anybody wants to read in a table"], group: "<b onmouseover=alert(11)>" }
    : { tags: story.project === "lm-1b" ? ["baseline", "bf16", "night", "fourth"] : [], group: story.project === "lm-1b" ? "rates-1" : "" };
}

/** Notes on a run. */
export function notesOf(story: Story): string {
  return story.id === "hostile" ? "first line\n<script>alert(12)</script>" : story.project === "lm-1b" ? "Warm-up of 800 steps.\nThe data are those of the spring." : "";
}

/** The row of a run. */
export function runRow(story: Story, now: number, boot: number, alerts: AlertDetail[]): RunRow {
  const step = headOf(story, now, boot);
  const started = boot - story.startedAgoMillis;
  const mine = alerts.filter((alert) => alert.run === story.id && alert.state === "firing");
  const left = alerts.filter((alert) => alert.run === story.id && alert.state === "unrecovered");
  const live = ["training", "stalled", "starting"].includes(story.state);
  const ended = live || story.state === "silent" ? null : endOf(story, boot);
  const begun = step > 0;
  const best = story.value("loss", Math.max(0, Math.floor(step * 0.97)));
  return {
    run: story.id, name: story.name, project: story.project, owner: story.owner, host: story.host, gpu: story.gpu, gpus: story.gpus,
    state: story.state as RunState, attempt: story.attempts.at(-1)!.attempt, step: begun ? step : -1, epoch: begun ? step / 20_000 : null,
    progress: begun ? Math.min(1, step / story.planned) : null, time_left_millis: story.rate > 0 ? ((story.planned - step) / story.rate) * 1_000 : null,
    loss: begun ? toWire(story.value("loss", step)) : null, best_loss: begun ? toWire(Number.isFinite(best) ? best! * 0.94 : 2.11) : null, loss_step: begun ? step : null,
    learning_rate: begun ? toWire(story.value("learning_rate", step)) : null, gradient_norm: begun ? toWire(story.value("gradient_norm", step)) : null,
    steps_per_second: live ? story.rate : 0, started_millis: started,
    last_event_millis: story.state === "silent" ? boot - 26 * 60_000 : (ended ?? now - 900), last_step_millis: begun ? (story.state === "training" ? now - 300 : boot - 27 * 60_000) : 0,
    ended_millis: ended, world_size: story.gpus, open_alerts: alertCounts(mine),
    worst_class: mine[0]?.class ?? null, unrecovered: left.map((alert) => alert.class), unrecovered_alerts: alertCounts(left), verdict: left.length > 0 ? "diverged" : null, ...wordsOf(story),
  };
}

/** The page of a run. */
export function runDetail(story: Story, now: number, boot: number, alerts: AlertDetail[]): RunDetail {
  const row = runRow(story, now, boot, alerts);
  const head = Math.max(0, row.step);
  const world = Math.min(16, story.gpus);
  return {
    ...row,
    live: story.project !== "archive",
    description: {
      notes: notesOf(story),
      definitions: story.id === "lm-1b-lr2e-3" ? [{ name: "gradient_norm", summary: "max", goal: "", step_metric: "", hidden: true }] : [],
      summary: story.project === "lm-1b" ? { "val/loss": 2.11 } : {},
      framework: "PyTorch", framework_version: "2.11.0", objective: "next-token cross-entropy", goal_error: null, reference: null,
      hyperparameters: { optimizer: "AdamW", learning_rate: "3e-4", betas: "[0.9, 0.95]", weight_decay: "0.1", batch_size: "512", sequence_length: "1024", warmup_steps: "800", precision: "bf16", seed: "1337", "data.path": "s3://corpora/web-2025", ...(story.id === "hostile" ? { "<img src=x onerror=alert(6)>": "<script>alert(7)</script>" } : {}) },
      layers: layerNames.map((name) => ({ name, type: name.includes("norm") ? "LayerNorm" : "Linear", parameters: 4_194_304 })),
    },
    checkpoints: [],
    attempts: story.attempts.map((one) => ({ attempt: one.attempt, started_millis: now - story.startedAgoMillis * (1 - one.firstStep / (story.steps + 1)), ended_millis: one.lastStep === null ? null : now - story.startedAgoMillis * 0.4, outcome: one.outcome, first_step: one.firstStep, last_step: one.lastStep ?? head, exception: one.message ? "RuntimeError" : null, message: one.message })),
    metrics: head === 0 ? [] : seriesOf(story).map((series) => ({ series, last: toWire(story.value(series, Math.floor(head / 500) * 500))!, last_step: head, min: toWire(story.value(series, Math.floor(head * 0.98))), min_step: Math.floor(head * 0.98), max: toWire(story.value(series, 500)), max_step: 500, non_finite: story.id === "lm-1b-bf16-lr3e-4" && series === "loss" ? head - 18_204 : 0 })),
    ranks: head === 0 ? [] : Array.from({ length: world }, (_, rank) => ({ rank, host: `gpu-${String(1 + Math.floor(rank / 8)).padStart(2, "0")}`, step: head - (rank === 5 ? 2 : 0), step_duration_millis: 412 + 6 * noise(seedOf(story.id), rank) + (rank === 5 ? 148 : 0), data_wait_ratio: rank === 5 ? 0.21 : 0.02 + 0.01 * noise(3, rank), last_event_millis: now - 400 - rank * 20, slowest: rank === 5 && world > 5 })),
    rank_spread: head === 0 ? null : { step: { min: head - 2, median: head, max: head }, step_duration_millis: { min: 412, median: 415, max: 560 }, data_wait_ratio: { min: 0.02, median: 0.02, max: 0.21 } },
    generalisation_gap: story.id === "vit-large-aug-off" ? 1.12 : 0.06,
    alerts: alerts.filter((alert) => alert.run === story.id).map(rowOf),
    notes: [],
  };
}

/** The series of a run. */
export function seriesOf(story: Story): string[] {
  const hostile = story.id === "hostile" ? ["<img src=x onerror=alert(8)>"] : [];
  return [...common, ...evaluations, ...(story.project === "lm-1b" ? gpuSeries : []), ...hostile];
}

/** Layers of the made-up networks. */
export const layerNames = ["embedding", ...Array.from({ length: 24 }, (_, i) => [`decoder.${i}.attention.qkv`, `decoder.${i}.mlp.up`]).flat(), "norm", "head"];

/** Counts of a list by a key. */
export function countBy<T>(list: T[], key: (one: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  list.forEach((one) => (counts[key(one)] = (counts[key(one)] ?? 0) + 1));
  return counts;
}

/** Counts of alerts by severity. */
export function alertCounts(list: AlertDetail[]): RunRow["open_alerts"] {
  return { critical: 0, warning: 0, info: 0, ...countBy(list, (alert) => alert.severity) };
}

/** Groups of the runs that go on or ended lately. */
export function groupsBy(by: string, rows: RunRow[]): Group[] {
  const key = (row: RunRow) => (by === "cluster" ? "fsn-1" : ((row as unknown as Record<string, string>)[by] ?? ""));
  return [...new Set(rows.map(key))].map((name) => {
    const mine = rows.filter((row) => key(row) === name);
    const used = mine.reduce((sum, row) => sum + (row.gpus ?? 1) * ((row.ended_millis ?? Date.now()) - row.started_millis!) / 3.6e6, 0);
    return { name, runs_by_state: countBy(mine, (row) => row.state), steps_per_second: mine.reduce((sum, row) => sum + (row.steps_per_second ?? 0), 0), gpu_hours_used: used, gpu_hours_wasted: used * 0.01 * (name.length % 5), alerts_by_class: countBy(mine.filter((row) => row.worst_class), (row) => row.worst_class!) };
  }).sort((a, b) => b.gpu_hours_used - a.gpu_hours_used);
}

/** The fleet at a glance. */
export function fleet(rows: RunRow[], alerts: AlertDetail[], now: number): Fleet {
  const live = rows.slice(0, 400);
  const unseen = alerts.filter((alert) => alert.status === "unrecovered");
  return {
    now_millis: now, runs_by_state: countBy(live, (row) => row.state), alerts_firing: alertCounts(alerts.filter((alert) => alert.state === "firing")),
    finished_by_verdict: countBy(rows.filter((row) => row.verdict !== null), (row) => row.verdict!),
    alerts_unrecovered: alertCounts(unseen), runs_unrecovered: new Set(unseen.map((alert) => alert.run)).size,
    alerts_silenced: alertCounts(alerts.filter((alert) => alert.status === "silenced")),
    steps_per_second: live.reduce((sum, row) => sum + (row.steps_per_second ?? 0), 0), gpu_hours: { used: 18_432.4, wasted: 611.2 },
    slower_than_baseline: [{ run: "vit-data-wait", name: "vit-data-wait", steps_per_second: 1.1, baseline_steps_per_second: 5.2 }, { run: "lm-1b-warmup-sweep-07", name: "lm-1b-warmup-sweep-07", steps_per_second: 2.0, baseline_steps_per_second: 2.4 }],
    suspects: [{ host: "gpu-04", runs: ["lm-1b-bf16-lr3e-4", "lm-1b-lr2e-3"], classes: ["nan", "exploding"] }],
    groups: groupsBy("project", live),
  };
}
