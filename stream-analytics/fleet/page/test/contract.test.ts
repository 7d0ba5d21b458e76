import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handle } from "../dev/server";
import { isEvaluation } from "../src/chart/wanted";
import { answers, live } from "./fixtures";

/** Objects whose keys are names that jobs choose or counts of what there is: of these, the values alone are compared. */
const maps = /(hyperparameters|description\.summary|runs_by_state|alerts_by_class|alerts_firing|alerts_silenced|values|metrics\[\]|open_alerts|finished_by_verdict)$/;

/** Fields by path with their types, such as `runs[].state string`; of lists all elements together. */
function shape(value: unknown, path = "", into = new Map<string, Set<string>>()): Map<string, Set<string>> {
  const type = value === null ? "null" : Array.isArray(value) ? "array" : ["NaN", "Infinity", "-Infinity"].includes(value as string) ? "number" : typeof value;
  into.set(path, (into.get(path) ?? new Set()).add(type));
  if (Array.isArray(value)) {
    value.forEach((one) => shape(one, `${path}[]`, into));
  } else if (type === "object") {
    Object.entries(value as object).forEach(([key, one]) => shape(one, maps.test(path) && !path.endsWith("metrics[]") ? `${path}.*` : `${path}.${key}`, into));
  }
  return into;
}

/** Paths of `made` that the service never sends, and paths that `made` lacks. */
function differences(made: unknown, real: unknown): string[] {
  const [mine, its] = [shape(made), shape(real)];
  const parent = (path: string) => path.replace(/(\.[^.[\]]+|\[\])$/, "");
  const filled = (of: Map<string, Set<string>>, path: string) => of.has(parent(path)) && [...of.get(parent(path))!].some((type) => type === "object") && !parent(path).endsWith("*");
  const strange = [...mine].filter(([path]) => !its.has(path) && filled(its, path) && !path.endsWith(".*")).map(([path]) => `${path} is not sent`);
  const missing = [...its].filter(([path]) => !mine.has(path) && filled(mine, path) && !path.endsWith(".*")).map(([path]) => `${path} is missing`);
  const types = [...mine].filter(([path, kinds]) => its.has(path) && ![...its.get(path)!].every((kind) => kind === "null") && [...kinds].some((kind) => kind !== "null" && !its.get(path)!.has(kind))).map(([path, kinds]) => `${path} is ${[...kinds].join()} instead of ${[...its.get(path)!].join()}`);
  return [...strange, ...missing, ...types];
}

let server: Server;
let origin: string;
beforeAll(async () => {
  server = createServer((request, response) => void handle(request, response, () => response.end()));
  await new Promise<void>((listening) => server.listen(0, listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((closed) => (server.closeAllConnections(), server.close(closed))));

const ask = async (path: string, init?: RequestInit) => (await fetch(`${origin}/api/v1${path}`, init)).json();
const post = (body: unknown): RequestInit => ({ method: "POST", body: JSON.stringify(body) });
const of = (path: string) => (answers[path] ?? live.after[path]).body;

describe("the development server answers in the shape of the service", () => {
  const run = "/runs/digits%2F7";
  it.each([
    ["/fleet", "/fleet"],
    ["/fleet/groups?by=project", "/fleet/groups?by=project"],
    ["/runs?limit=200", "/runs?sort=name&order=asc"],
    ["/runs/lm-7b-main", run],
    ["/runs/lm-7b-main/series", `${run}/series`],
    ["/runs/lm-7b-main/points?series=loss", `${run}/points?series=loss&rank=0`],
    ["/runs/lm-7b-main/points?series=loss&smooth=5", "/runs/huge/points?series=loss&points=20&smooth=5"],
    ["/runs/lm-7b-main/tensors", `${run}/tensors?kind=gradient&statistic=l2_norm`],
    ["/runs/no-such-run", "/runs/nobody"],
    ["/alerts?state=firing", "/alerts?state=firing"],
    ["/alerts/lm-1b-bf16-lr3e-4.0.non-finite.18204", "/alerts/digits%2F7-0-nan"],
    ["/alerts/none", "/alerts/nothing"],
    ["/compare?run=lm-7b-main&run=asr-small&series=loss", "/compare?run=huge&run=sweep-0&series=loss"],
    ["/silences", "/silences"],
    ["/notes?run=lm-1b-lr2e-3", "/notes"],
    ["/session", "/session"],
  ])("to %s", async (made, real) => {
    expect(differences(await ask(made), of(real))).toEqual([]);
  });

  it("to questions and changes", async () => {
    expect(differences(await ask("/sql", post({ query: "SELECT 1" })), of("POST /sql of a list"))).toEqual([]);
    expect(differences(await ask("/sql", post({ query: "DROP TABLE runs" })), of("POST /sql of what is not there"))).toEqual([]);
    expect(differences(await ask("/silences/preview", post({ matchers: [{ field: "project", pattern: "lm-*" }] })), of("POST /silences/preview"))).toEqual([]);
    expect(differences(await ask("/alerts/asr-small.0.silent-run.8200/acknowledgement", post({ by: "ada" })), of("POST /alerts/ID/acknowledgement"))).toEqual([]);
    expect(differences(await ask("/runs/asr-small/notes", post({ text: "new data", step: 3, by: "ada" })), of("POST /runs/ID/notes"))).toEqual([]);
  });

  it("in its stream, with the names of its answers", async () => {
    const { series } = (await ask("/runs/pretrain-long/series")) as { series: { name: string; split: string | null }[] };
    expect(series.filter((one) => one.split !== null).map((one) => one.name)).toEqual(series.map((one) => one.name).filter(isEvaluation));
    const told = await events("/stream?run=pretrain-long", ["step", "run", "evaluation"]);
    for (const { event, data } of told) {
      expect(differences(data, live.events.find((one) => one.event === event)!.data), event).toEqual([]);
      const values = event === "step" ? (data as { steps: { values: object }[] }).steps : event === "evaluation" ? [data as { values: object }] : [];
      values.forEach((one) => expect(series.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(one.values))));
    }
  }, 60_000);
});

/** The first event of each of `names`. */
async function events(path: string, names: string[]): Promise<{ event: string; data: unknown }[]> {
  const abort = new AbortController();
  const response = await fetch(`${origin}/api/v1${path}`, { signal: abort.signal });
  const found = new Map<string, unknown>();
  let text = "";
  const decoder = new TextDecoder();
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(part, { stream: true });
    const whole = text.split("\n\n");
    text = whole.pop()!;
    for (const one of whole) {
      const fields = Object.fromEntries(one.split("\n").map((line) => line.split(/: (.*)/, 2)));
      found.has(fields.event) || found.set(fields.event, JSON.parse(fields.data));
    }
    if (names.every((name) => found.has(name))) {
      break;
    }
  }
  abort.abort();
  return names.map((event) => ({ event, data: found.get(event) }));
}
