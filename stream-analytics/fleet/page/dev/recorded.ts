import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";

interface Answer {
  status: number;
  body: unknown;
}

/** Recorded answers and events of the service about one run; `PageFixturesIT` writes them. */
const live = JSON.parse(readFileSync(new URL("../fixtures/live.json", import.meta.url), "utf8")) as {
  before: Record<string, Answer>;
  events: { event: string; rank: number; data: unknown }[];
  after: Record<string, Answer>;
};

/** Id of the run that the service was recorded with. */
export const recordedRun = "digits/7";

/** Recorded run of the real service: it stands still until it is played. */
export class Recording {
  private played = false;
  private streams = new Set<{ response: ServerResponse; rank: number }>();

  /** Recorded answer to `path` with `query`; null where none was recorded. */
  answer(path: string, query: URLSearchParams): unknown {
    const part = live[this.played ? "after" : "before"];
    const wanted = [query.get("series"), query.get("rank") ?? "0"].join("|");
    const key = Object.keys(part).find((asked) => {
      const [of, parameters] = asked.split("?");
      const given = new URLSearchParams(parameters);
      return of === path && (!parameters || [given.get("series"), given.get("rank")].join("|") === wanted);
    });
    return key === undefined ? null : part[key].body;
  }

  /** Keeps a stream of one rank, which gets the events when the run is played. */
  follow(response: ServerResponse, rank: number): void {
    const stream = { response, rank };
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    response.write(`event: beat\ndata: {"now_millis":${Date.now()}}\n\n`);
    this.streams.add(stream);
    response.on("close", () => this.streams.delete(stream));
  }

  /** Sends all events that the service sent while the run went on. */
  play(): void {
    this.played = true;
    for (const { response, rank } of this.streams) {
      live.events.filter((event) => event.rank === rank).forEach(({ event, data }) => response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
    }
  }

  rewind(): void {
    this.played = false;
  }
}
