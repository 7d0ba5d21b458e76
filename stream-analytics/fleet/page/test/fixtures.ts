import { readFileSync } from "node:fs";

/** An answer of the service. */
export interface Answer {
  status: number;
  body: unknown;
}

/** An event of the stream of one rank. */
export interface Told {
  event: string;
  rank: number;
  data: unknown;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf8"));
}

/** Answers of the service about a run before and after its live events, by question. `PageFixturesIT` writes them. */
export const live = read("live.json") as { before: Record<string, Answer>; events: Told[]; after: Record<string, Answer> };

/** Answers of the service to all other questions, by question. */
export const answers = read("answers.json") as Record<string, Answer>;
