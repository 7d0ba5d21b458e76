import { toWire } from "../src/api/numbers.ts";
import { noise, seedOf } from "./random.ts";
import type { Story } from "./stories.ts";

const names = ["config.lr", "config.batch_size", "config.dropout", "config.model", "config.optimizer", "config.warmup", "result.accuracy"];

/** Columns of the jobs' own, with the number of runs that have them. */
export function columnsOf(stories: Story[], text: string) {
  const found = names.filter((name) => name.includes(text)).map((column) => ({ column, runs: stories.filter((story) => sweepValue(story, column) !== null).length }));
  return { columns: found, total: found.length };
}

/** Value of a run in a column of the jobs' own, as if all runs were one sweep; some lack a value, and some results are NaN. */
export function sweepValue({ id }: Story, column: string): string | null {
  const pick = (salt: number) => noise(seedOf(id), salt);
  const lr = 10 ** (-5 + 4 * pick(1));
  switch (column) {
    case "config.lr":
      return lr.toPrecision(3);
    case "config.batch_size":
      return String(16 * 2 ** Math.floor(4.99 * pick(2)));
    case "config.dropout":
      return pick(7) < 0.1 ? null : (Math.round(10 * pick(3)) / 20).toString();
    case "config.model":
      return ["resnet50", "vit-b16", "convnext", "<b>mlp</b>"][Math.floor(3.99 * pick(4))];
    case "config.optimizer":
      return pick(5) < 0.7 ? "adamw" : "sgd";
    case "config.warmup":
      return String(Math.floor(5 * pick(8)) * 250);
    case "result.accuracy": {
      const peak = 0.93 - 0.05 * (Math.log10(lr) + 3) ** 2 - 0.04 * pick(6);
      return lr > 0.06 ? "NaN" : String(toWire(Number(Math.max(0.1, peak).toPrecision(4))));
    }
    default:
      return null;
  }
}

/** The declarations of a run, with those of the sweep. */
export function inSweep<D extends { hyperparameters: Record<string, string>; summary: object }>(description: D, story: Story): D {
  const declared = names.filter((name) => name.startsWith("config.")).flatMap((name) => {
    const value = sweepValue(story, name);
    return value === null ? [] : [[name.slice("config.".length), value]];
  });
  return { ...description, hyperparameters: { ...description.hyperparameters, ...Object.fromEntries(declared) }, summary: { ...description.summary, accuracy: Number(sweepValue(story, "result.accuracy")) || 0 } };
}
