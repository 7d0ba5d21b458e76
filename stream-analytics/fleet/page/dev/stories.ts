import type { Attempt } from "../src/api/types.ts";
import { gauss, noise } from "./random.ts";

/** A made-up run: its description, state and values. */
export interface Story {
  id: string;
  name: string;
  project: string;
  owner: string;
  host: string;
  gpu: string;
  gpus: number;
  state: string;
  /** Steps when the server starts; a training run makes `rate` more a second. */
  steps: number;
  planned: number;
  rate: number;
  startedAgoMillis: number;
  attempts: { attempt: number; firstStep: number; lastStep: number | null; outcome: Attempt["outcome"]; message: string | null }[];
  seed: number;
  value(series: string, step: number): number | null;
}

export const common = ["loss", "learning_rate", "gradient_norm", "parameter_norm", "update_ratio", "duration_ms", "data_wait_ms", "tokens"];
export const gpuSeries = ["gpu/utilisation", "gpu/memory_bytes", "gpu/temperature_celsius", "gpu/power_watts", "gpu/xid_errors"];
export const evaluations = ["train-val/loss", "train-val/accuracy"];

function base(seed: number, step: number, planned: number): Record<string, number> {
  const warm = Math.min(1, step / 800);
  const cosine = 0.5 * (1 + Math.cos((Math.PI * Math.min(step, planned)) / planned));
  const level = 1.9 + 8.6 * Math.exp(-step / 900) + 1.4 * Math.exp(-step / 14_000);
  return {
    loss: level * (1 + 0.03 * gauss(seed, step)),
    learning_rate: 3e-4 * warm * (0.1 + 0.9 * cosine),
    gradient_norm: (0.6 + 3 * Math.exp(-step / 600)) * Math.exp(0.22 * gauss(seed + 1, step)),
    parameter_norm: 310 + 40 * (1 - Math.exp(-step / 9_000)) + 0.2 * gauss(seed + 2, step),
    update_ratio: 1.1e-3 * warm * (0.2 + cosine) * Math.exp(0.1 * gauss(seed + 3, step)),
    duration_ms: 412 + 9 * gauss(seed + 4, step) + (noise(seed + 5, step) > 0.997 ? 600 : 0),
    data_wait_ms: Math.max(0, 11 + 4 * gauss(seed + 6, step)),
    tokens: (step + 1) * 524_288,
    "gpu/utilisation": Math.min(1, 0.94 + 0.02 * gauss(seed + 8, step)),
    "gpu/memory_bytes": 68e9 + 4e8 * gauss(seed + 9, step),
    "gpu/temperature_celsius": 61 + 4 * Math.sin(step / 900) + gauss(seed + 10, step),
    "gpu/power_watts": 610 + 22 * gauss(seed + 11, step),
    "gpu/xid_errors": 0,
    "accuracy": 0.72 * (1 - Math.exp(-step / 6_000)) + 0.01 * gauss(seed + 12, step),
  };
}

function evaluation(seed: number, series: string, step: number, planned: number, overfits: boolean): number | null {
  if (step % 500 !== 0 || step === 0) {
    return null;
  }
  const { loss } = base(seed, step, planned);
  if (series.endsWith("accuracy")) {
    return 0.68 * (1 - Math.exp(-step / 5_500)) - (overfits && step > 12_000 ? (step - 12_000) * 4e-6 : 0);
  }
  return loss * 1.04 + (overfits && step > 12_000 ? ((step - 12_000) / 12_000) ** 1.3 * 0.9 : 0);
}

type Twist = (series: string, step: number, plain: number) => number;

/** A story whose values are the usual ones with `twist` applied. */
export function story(parts: Partial<Story> & { id: string }, twist: Twist = (_s, _t, plain) => plain, overfits = false): Story {
  const seed = [...parts.id].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) >>> 0;
  const planned = parts.planned ?? 60_000;
  return {
    name: parts.id, project: "lm-1b", owner: "mira", host: "gpu-17", gpu: "H100 80GB", gpus: 8, state: "training", steps: 30_000,
    planned, rate: 2.4, startedAgoMillis: (parts.steps ?? 30_000) * 415, seed,
    attempts: [{ attempt: 0, firstStep: 0, lastStep: null, outcome: null, message: null }],
    value(series, step) {
      if (series.startsWith("train-val/")) {
        return evaluation(seed, series, step, planned, overfits);
      }
      const plain = base(seed, step, planned)[series];
      return plain === undefined ? null : twist(series, step, plain);
    },
    ...parts,
  };
}

const nan: Twist = (series, step, plain) => {
  if (series !== "loss" && series !== "gradient_norm") {
    return plain;
  }
  if (step >= 18_204) {
    return NaN;
  }
  return step === 9_113 && series === "gradient_norm" ? Infinity : step === 6_000 ? NaN : step > 18_150 ? plain * (1 + (step - 18_150) / 9) : plain;
};

const exploding: Twist = (series, step, plain) => {
  const past = step - 21_400;
  return past > 0 && (series === "loss" || series === "gradient_norm") ? plain * Math.exp(Math.min(past / 60, series === "loss" ? 6 : 13)) : plain;
};

const spike: Twist = (series, step, plain) => (series === "loss" && step === 4_211_337 ? plain * 6 : plain);
const restarted: Twist = (series, step, plain) => (series === "loss" && step > 15_800 && step < 16_400 ? plain * 1.25 : plain);
const slow: Twist = (series, step, plain) => (step > 20_000 && series === "duration_ms" ? plain * 1.9 : step > 20_000 && series === "data_wait_ms" ? plain * 28 : plain);
const signed: Twist = (series, step, plain) => (series === "loss" ? plain - 2.7 : series === "gradient_norm" && step % 1_000 === 5 ? -Infinity : plain);

/** The runs that have something to show. */
export const stories: Story[] = [
  story({ id: "lm-1b-warmup-sweep-07", steps: 24_100 }),
  story({ id: "lm-1b-bf16-lr3e-4", owner: "tomas", host: "gpu-04", steps: 19_800, state: "stalled" }, nan),
  story({ id: "lm-1b-lr2e-3", owner: "tomas", host: "gpu-04", steps: 22_050 }, exploding),
  story({ id: "vit-large-aug-off", project: "vision", owner: "aiko", host: "gpu-22", gpu: "A100 80GB", gpus: 4, steps: 38_000, rate: 5 }, undefined, true),
  story({
    id: "lm-7b-main", name: "lm-7b main", owner: "mira", host: "gpu-01", gpus: 64, steps: 31_200, planned: 120_000,
    attempts: [
      { attempt: 0, firstStep: 0, lastStep: 17_350, outcome: "failed", message: "NCCL watchdog: collective timed out after 1800 s" },
      { attempt: 1, firstStep: 15_000, lastStep: 16_420, outcome: "killed", message: null },
      { attempt: 2, firstStep: 16_000, lastStep: null, outcome: null, message: null },
    ],
  }, restarted),
  story({ id: "pretrain-long", name: "pretrain-long (10 M steps)", host: "gpu-09", steps: 9_999_000, planned: 12_000_000, rate: 12, startedAgoMillis: 48 * 864e5 }, spike),
  story({ id: "vit-data-wait", project: "vision", owner: "aiko", host: "gpu-22", gpu: "A100 80GB", gpus: 4, steps: 26_500, rate: 1.1 }, slow),
  story({ id: "policy-reward-neg", project: "rl", owner: "sam", host: "gpu-30", gpus: 1, steps: 12_000, rate: 8 }, signed),
  story({ id: "asr-small", project: "speech", owner: "lena", host: "gpu-11", gpus: 2, state: "silent", steps: 8_200, rate: 0 }),
  story({ id: "hostile", name: "<img src=x onerror=alert(1)>", project: "<script>alert(2)</script>", owner: "\"><svg onload=alert(3)>", steps: 900, planned: 2_000 }),
  story({ id: "lm-350m-spring", project: "archive", owner: "priya", host: "gpu-02", state: "finished", steps: 40_000, rate: 0, startedAgoMillis: 120 * 864e5 }),
  ...Array.from({ length: 30 }, (_, i) => story({ id: `lm-1b-rates-${String(i).padStart(2, "0")}`, owner: "tomas", host: `gpu-${40 + (i % 4)}`, state: "finished", steps: 18_600 + i, planned: 18_600 + i, rate: 0, startedAgoMillis: 9_000_000 + i * 60_000 }, nan)),
  story({ id: "tiny-start", name: "just-started", project: "speech", owner: "lena", state: "starting", steps: 0, rate: 0, startedAgoMillis: 20_000 }),
];
