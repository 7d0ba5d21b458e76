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

/** What the service answered about a run before and after it told its live part, by question. `PageFixturesIT` writes it. */
export const live = read("live.json") as { before: Record<string, Answer>; events: Told[]; after: Record<string, Answer> };

/** What the service answered to all else, by question. */
export const answers = read("answers.json") as Record<string, Answer>;
