import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";
import { toWire } from "../src/api/numbers.ts";
import type { AlertDetail, Severity } from "../src/api/types.ts";
import { makeAlerts, rowOf } from "./alerts.ts";
import { fleet, fleetStories, groupsBy, headOf, layerNames, notesOf, runDetail, runRow, seriesOf, wordsOf } from "./fleet.ts";
import { Notes } from "./notes.ts";
import { histogramOf } from "./histogram.ts";
import { pointsOf } from "./points.ts";
import { noise } from "./random.ts";
import { Recording, recordedRun } from "./recorded.ts";
import { Mutes, session } from "./silences.ts";
import { columnsOf, inSweep, sweepValue } from "./sweep.ts";
import { streamEvents, type Cutter } from "./stream.ts";
import type { Story } from "./stories.ts";

const boot = Date.now();
const alerts = makeAlerts(boot);
const mutes = new Mutes(boot);
const notes = new Notes(boot);
const recording = new Recording();
const cutter: Cutter = { cut: false, responses: new Set() };

class Refused extends Error {
  constructor(readonly status: number, readonly code: string, message: string) {
    super(message);
  }
}

function storyOf(id: string): Story {
  const found = fleetStories.find((one) => one.id === id);
  if (!found) {
    throw new Refused(404, "unknown_run", `run was '${id}' but there is no such run`);
  }
  return found;
}

function whole(query: URLSearchParams, name: string, otherwise: number): number {
  return query.has(name) ? Number(query.get(name)) : otherwise;
}

function points(story: Story, series: string, query: URLSearchParams) {
  const range = { from: whole(query, "from", 0), to: whole(query, "to", Infinity), points: whole(query, "points", 1_000), smooth: whole(query, "smooth", 0) };
  return pointsOf(story, series, headOf(story, Date.now(), boot), range, boot - story.startedAgoMillis);
}

function tensors(story: Story, query: URLSearchParams) {
  const head = headOf(story, Date.now(), boot);
  const from = whole(query, "from", 0);
  const columns = Math.min(200, Math.floor((head - from) / 100));
  const step = Array.from({ length: Math.max(0, columns) }, (_, i) => from + Math.floor((i * (head - from)) / columns));
  const broken = story.id === "lm-1b-bf16-lr3e-4" ? 18_204 : Infinity;
  const value = (layer: number, at: number) => (at >= broken && layer > 20 ? NaN : 0.02 * Math.exp(-layer / 18) * (1 + 6 * Math.exp(-at / 900)) * Math.exp(0.3 * noise(layer, at)) * (at > broken - 900 ? 30 : 1));
  const signed = query.get("statistic") === "mean" ? (at: number) => (at % 2 === 0 ? 1e-3 : -1e-3) : () => 1;
  const values = query.get("statistic") === "saturated_count" ? [] : layerNames.map((_, layer) => step.map((at) => toWire(signed(at) * value(layer, at))));
  if (values.length === 0) {
    return { layers: [], step: [], values: [], nan: [] };
  }
  return { layers: layerNames, step, values, nan: values.map((row) => row.map((one) => (one === "NaN" ? 12 : 0))) };
}

function histogram(story: Story, query: URLSearchParams) {
  const layer = query.get("layer") ?? "";
  return histogramOf(layer, layerNames.indexOf(layer), query.get("kind") ?? "gradient", whole(query, "step", Infinity), headOf(story, Date.now(), boot));
}

function runs(query: URLSearchParams) {
  const now = Date.now();
  const text = (query.get("text") ?? "").toLowerCase();
  const is = (name: string, value: string) => !query.get(name) || query.getAll(name).includes(value);
  let rows = fleetStories.filter((s) => is("run", s.id) && is("state", s.state) && is("project", s.project) && is("owner", s.owner) && is("host", s.host) && text.split(/\s+/).every((word) => `${s.name} ${s.id} ${s.project} ${s.owner} ${s.host} ${wordsOf(s).tags.join(" ")} ${wordsOf(s).group} ${notesOf(s)}`.toLowerCase().includes(word))).map((s) => runRow(s, now, boot, alerts))
    .filter((row) => is("verdict", String(row.verdict)) && query.getAll("tag").every((tag) => row.tags.includes(tag)) && is("group", row.group));
  const severity = query.get("severity");
  rows = severity ? rows.filter((row) => row.open_alerts[severity as Severity] > 0) : rows;
  const key = { started: "started_millis", last_event: "last_event_millis" }[query.get("sort") ?? ""] ?? query.get("sort") ?? "started_millis";
  const sign = query.get("order") === "asc" ? 1 : -1;
  rows.sort((a, b) => {
    const [x, y] = [a, b].map((row) => (row as unknown as Record<string, string | number>)[key] ?? "");
    return sign * (x < y ? -1 : x > y ? 1 : 0);
  });
  const from = whole(query, "cursor", 0);
  const limit = whole(query, "limit", 100);
  const values = ({ run }: { run: string }) => Object.fromEntries(query.getAll("column").flatMap((column) => {
    const value = sweepValue(storyOf(run), column);
    return value === null ? [] : [[column, value]];
  }));
  return { runs: rows.slice(from, from + limit).map((row) => (query.has("column") ? { ...row, values: values(row) } : row)), total: rows.length, next_cursor: from + limit < rows.length ? String(from + limit) : null };
}

function alertList(query: URLSearchParams) {
  const is = (name: string, value: string) => !query.get(name) || query.get(name) === value;
  const found = alerts.map((a) => mutes.mark(a, Date.now())).filter((a) => is("state", a.state) && is("status", a.status) && is("open", String(a.open)) && is("severity", a.severity) && is("class", a.class) && is("run", a.run) && is("project", a.project) && is("owner", a.owner));
  return { alerts: found.map(rowOf), total: found.length, next_cursor: null };
}

function compare(query: URLSearchParams) {
  const found = query.getAll("run").map(storyOf);
  const details = found.map((story) => runDetail(story, Date.now(), boot, alerts));
  const curveOf = (story: Story) => {
    const { run: _r, series: _s, rank: _k, ...curve } = points(story, query.get("series") ?? "loss", new URLSearchParams({ points: "400", ...Object.fromEntries(["from", "to"].flatMap((name) => (query.has(name) ? [[name, query.get(name)!]] : []))) }));
    return curve;
  };
  const keys = ["optimizer", "learning_rate", "batch_size", "precision", "weight_decay"];
  return {
    runs: details.map(({ run, name, state, verdict, unrecovered }, i) => ({ run, name, state, verdict, unrecovered, points: curveOf(found[i]) })),
    configuration: keys.map((key) => {
      const values = details.map((one, i) => (key === "learning_rate" ? `${3 * (i + 1)}e-4` : one.description.hyperparameters![key]));
      return { key, values, differs: new Set(values).size > 1 };
    }),
  };
}

async function bodyOf<T>(request: IncomingMessage): Promise<T> {
  let body = "";
  for await (const chunk of request) {
    body += String(chunk);
  }
  return JSON.parse(body) as T;
}

async function sql(request: IncomingMessage) {
  const { query } = await bodyOf<{ query: string }>(request);
  if (!/^\s*(select|with|from|describe|show)/i.test(query)) {
    throw new Refused(400, "bad_query", `query was '${query.slice(0, 40)}' but it must be one SELECT statement`);
  }
  const rows = fleetStories.slice(0, 40).map((s) => [s.id, s.project, s.owner, s.steps, toWire(s.value("loss", s.steps || 1))]);
  return { columns: [["run", "VARCHAR"], ["project", "VARCHAR"], ["owner", "VARCHAR"], ["step", "BIGINT"], ["loss", "DOUBLE"]].map(([name, type]) => ({ name, type })), rows, truncated: true, millis: 14 };
}

function rowsNow() {
  const now = Date.now();
  return fleetStories.map((story) => runRow(story, now, boot, alerts));
}

/** Passes `value` on, after an event on every stream that something has changed. */
function changed<T>(value: T, event = "mutes"): T {
  cutter.responses.forEach((response) => response.write(`event: ${event}\ndata: {}\n\n`));
  return value;
}

function checkRight(): void {
  if (session.right === "read") {
    throw new Refused(403, "forbidden", `The token of ${session.name} may read only`);
  }
}

async function silences(id: string | undefined, request: IncomingMessage) {
  if (id === "preview") {
    return mutes.preview((await bodyOf<{ matchers: [] }>(request)).matchers, alerts, Date.now());
  }
  if (request.method === "GET") {
    return mutes.list(Date.now());
  }
  checkRight();
  if (request.method === "POST") {
    return changed(mutes.add(await bodyOf(request), Date.now()));
  }
  return changed(mutes.end(id!, Date.now()));
}

async function acknowledge(alert: AlertDetail, request: IncomingMessage) {
  checkRight();
  if (request.method === "DELETE") {
    mutes.acknowledged.delete(alert.id);
  } else {
    const { by } = await bodyOf<{ by: string }>(request);
    mutes.acknowledged.set(alert.id, { by: by || session.name, comment: "", via: "page", at_millis: Date.now(), until_millis: Date.now() + 2_592_000_000 });
  }
  return changed(mutes.mark(rowOf(alert), Date.now()));
}

/** Adds, changes or removes a note. */
async function ofNotes(run: string, id: string | undefined, request: IncomingMessage) {
  checkRight();
  if (request.method === "DELETE") {
    return changed(notes.remove(run, id!), "notes");
  }
  const body = await bodyOf<Record<string, never>>(request);
  return changed(id === undefined ? notes.add(run, body, Date.now(), session.name) : notes.change(run, id, body, Date.now(), session.name), "notes");
}

async function answer(path: string[], query: URLSearchParams, request: IncomingMessage): Promise<unknown> {
  const [head, id, part, further] = path.map(decodeURIComponent);
  const recorded = id === recordedRun ? recording.answer(`/${path.join("/")}`, query) : null;
  if (recorded !== null) {
    return recorded;
  }
  switch (head) {
    case "fleet":
      return id === "groups" ? { by: query.get("by"), groups: groupsBy(query.get("by") ?? "project", rowsNow().slice(0, 400)) } : fleet(rowsNow(), alerts.map((one) => mutes.mark(one, Date.now())), Date.now());
    case "runs":
      return id === undefined ? runs(query) : part === "points" ? points(storyOf(id), query.get("series") ?? "loss", query) : part === "tensors" ? tensors(storyOf(id), query) : part === "histogram" ? histogram(storyOf(id), query) : part === "epochs" ? epochs(storyOf(id)) : part === "series" ? seriesList(storyOf(id)) : part === "notes" ? ofNotes(id, further, request) : ofRun(storyOf(id));
    case "alerts": {
      const found = alerts.find((alert) => alert.id === id);
      if (id !== undefined && !found) {
        throw new Refused(404, "unknown_alert", `id was '${id}' but there is no such alert`);
      }
      return found === undefined ? alertList(query) : part === "acknowledgement" ? acknowledge(found, request) : mutes.mark(found, Date.now());
    }
    case "notes":
      return notes.list(query.getAll("run"));
    case "silences":
      return silences(id, request);
    case "views":
      return { views: [] };
    case "run-columns":
      return columnsOf(fleetStories, query.get("text") ?? "");
    case "run-groups":
      return { by: query.get("by"), of: query.get("of") ?? "loss", groups: [], total: 0 };
    case "connection":
      return { bootstrap_servers: "127.0.0.1:9092" };
    case "session":
      return session;
    case "compare":
      return compare(query);
    case "sql":
      return sql(request);
    default:
      throw new Refused(404, "unknown_path", `there is no /api/v1/${head}`);
  }
}

function ofRun(story: Story) {
  const detail = runDetail(story, Date.now(), boot, alerts);
  return { ...detail, notes: notes.of(story.id), description: inSweep(detail.description, story), alerts: detail.alerts.map((alert) => mutes.mark(alert, Date.now())) };
}

/** The runs of one project say no epochs. */
function epochs(story: Story) {
  const said = story.project === "speech" ? 0 : Math.min(100, Math.floor(headOf(story, Date.now(), boot) / 500));
  const step = Array.from({ length: said }, (_, i) => i * 500);
  return { source: said > 0 ? "steps" : null, step, epoch: step.map((_, i) => i) };
}

function seriesList(story: Story) {
  const last = headOf(story, Date.now(), boot);
  return { series: last === 0 ? [] : seriesOf(story).map((name) => ({ name, split: name.startsWith("train-val") ? "train-val" : null, points: last, first_step: 0, last_step: last })) };
}

/**
 * Answers the API of the fleet service from made-up runs, and from one that the service itself was recorded with. `/dev/cut` and
 * `/dev/mend` break and mend its stream, `/dev/readonly` and `/dev/write` take the right to write and give it back, `/dev/play` lets
 * the recorded run go on, `/dev/rewind` takes it back, `/dev/forget` takes all acknowledgements back.
 */
export async function handle(request: IncomingMessage, response: ServerResponse, next: () => void): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (url.pathname.startsWith("/dev/")) {
    session.right = url.pathname === "/dev/readonly" ? "read" : "write";
    cutter.cut = url.pathname === "/dev/cut";
    url.pathname === "/dev/play" && recording.play();
    url.pathname === "/dev/rewind" && recording.rewind();
    url.pathname === "/dev/forget" && mutes.acknowledged.clear();
    cutter.cut && cutter.responses.forEach((one) => one.destroy());
    return void response.end("ok");
  }
  if (!url.pathname.startsWith("/api/v1/")) {
    return next();
  }
  const path = url.pathname.slice("/api/v1/".length).split("/");
  if (path[0] === "stream" && url.searchParams.get("run") === recordedRun) {
    return recording.follow(response, whole(url.searchParams, "rank", 0));
  }
  if (path[0] === "stream") {
    return streamEvents(request, response, url.searchParams.getAll("run"), boot, cutter);
  }
  try {
    const body = JSON.stringify(await answer(path, url.searchParams, request));
    response.setHeader("Content-Type", "application/json");
    response.end(body);
  } catch (error) {
    const refused = error instanceof Refused ? error : new Refused(500, "failed", String(error));
    response.writeHead(refused.status, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ error: { code: refused.code, message: refused.message } }));
  }
}

/** Vite with the API of the fleet service, for `npm run dev` and `npm run preview`. */
export function contractServer(): Plugin {
  return {
    name: "gradwatch-contract",
    configureServer: (server) => void server.middlewares.use((request, response, next) => void handle(request, response, next)),
    configurePreviewServer: (server) => void server.middlewares.use((request, response, next) => void handle(request, response, next)),
  };
}
