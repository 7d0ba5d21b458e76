import type { IncomingMessage, ServerResponse } from "node:http";
import { toWire } from "../src/api/numbers.ts";
import { fleetStories, headOf, runRow, seriesOf } from "./fleet.ts";
import { makeAlerts, rowOf } from "./alerts.ts";
import { evaluations, type Story } from "./stories.ts";

/** Breaks streams on demand. */
export interface Cutter {
  cut: boolean;
  responses: Set<ServerResponse>;
}

/** Sends the steps of the wanted runs four times a second, resuming after Last-Event-ID, whose token is a time. */
export function streamEvents(request: IncomingMessage, response: ServerResponse, wanted: string[], boot: number, cutter: Cutter): void {
  if (cutter.cut) {
    response.destroy();
    return;
  }
  const runs = wanted.length > 0 ? fleetStories.filter((story) => wanted.includes(story.id)) : fleetStories.slice(0, 12);
  let sent = Number(request.headers["last-event-id"] ?? Date.now());
  let round = 0;
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  const send = (event: string, data: unknown, id: number) => response.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  send("beat", { now_millis: Date.now() }, sent);
  // An evaluation may come twice, as from the service where a connection broke.
  wanted.length > 0 && evaluated(runs, 0, sent, boot).forEach((one) => send("evaluation", one, sent));
  const timer = setInterval(() => {
    const now = Date.now();
    const steps = runs.flatMap((story) => stepsBetween(story, headOf(story, sent, boot), headOf(story, now, boot), now));
    if (steps.length > 0 && wanted.length > 0) {
      send("step", { steps }, now);
    }
    evaluated(runs, sent, now, boot).forEach((one) => wanted.length > 0 && send("evaluation", one, now));
    if (round++ % 8 === 0) {
      runs.filter((story) => story.state === "training").forEach((story) => send("run", runRow(story, now, boot, makeAlerts(boot)), now));
      send("beat", { now_millis: now }, now);
    }
    if (round === 40) {
      runs.filter((story) => story.id === "lm-7b-main").forEach((story) => send("alert", { ...rowOf(makeAlerts(now)[3]), id: `${story.id}.live`, state: "firing", status: "firing", severity: "warning", resolution: null, ended_step: null, ended_millis: null, onset_step: headOf(story, now, boot) - 4, raised_step: headOf(story, now, boot), raised_millis: now, summary: "The loss rose to 4.4, 2.9 times its usual level of 1.5." }, now));
    }
    sent = now;
  }, 250);
  cutter.responses.add(response);
  response.on("close", () => {
    clearInterval(timer);
    cutter.responses.delete(response);
  });
}

/** Evaluations of the runs between two times; their values are named as those of the service, with the split in front. */
function evaluated(runs: Story[], from: number, to: number, boot: number) {
  return runs.flatMap((story) => {
    const [first, last] = [from === 0 ? 0 : headOf(story, from, boot), headOf(story, to, boot)];
    const step = Math.floor(last / 500) * 500;
    const values = Object.fromEntries(evaluations.map((name) => [name, toWire(story.value(name, step))]));
    return step > first ? [{ run: story.id, attempt: story.attempts.at(-1)!.attempt, rank: 0, step, millis: to, split: "train-val", values }] : [];
  });
}

function stepsBetween(story: Story, from: number, to: number, millis: number) {
  const attempt = story.attempts.at(-1)!.attempt;
  return Array.from({ length: Math.min(2_000, to - from) }, (_, i) => {
    const step = from + 1 + i;
    const values = Object.fromEntries(seriesOf(story).filter((name) => !name.startsWith("train-val")).map((name) => [name, toWire(story.value(name, step))]));
    return { run: story.id, attempt, rank: 0, step, millis, values };
  });
}
