import type { AlertRow, RunRow, StepEvent } from "../api/types";

/** Events of the stream by name, with what they carry. */
export interface StreamEvents {
  steps: StepEvent[];
  evaluation: StepEvent;
  alert: AlertRow;
  run: RunRow;
  /** Something is silenced or acknowledged that was not, or no more: alerts stand otherwise. */
  mutes: null;
  /** Somebody wrote, changed or removed a note on a run. */
  notes: null;
  /** The stream has spoken for a while: ask once more for lists, which may lack what came between their answer and its start. */
  settled: null;
  /** Missed events cannot be sent again: fetch anew. */
  reset: null;
}

/** State of the connection. */
export interface Connection {
  /** "fresh" while the stream speaks; "cut" when nothing came for longer than {@link cutAfterMillis}. */
  state: "connecting" | "fresh" | "cut";
  /** Time of the last event, on the clock of this machine; null before the first. */
  lastHeardMillis: number | null;
}

/** A beat comes every 5 s. One that is this late means the stream is cut; the banner has to stand within 10 s. */
export const cutAfterMillis = 8_000;
/** The stream begins at its end, which the tables reach some 300 ms later. Own choice, with room for a busy host. */
const settledMillis = 2_000;
/**
 * Time without an event until the connection is opened anew, by the state of the source, milliseconds. A connecting one
 * tries by itself and still has the id of the last event, so it gets the longest time. An open one may hang without an
 * error. A closed one has given up.
 */
const reopenAfterMillis = [60_000, 16_000, 3_000];

type Handler<K extends keyof StreamEvents> = (data: StreamEvents[K]) => void;

/** The part of EventSource that the stream needs; tests give their own. */
export interface Source {
  readyState: number;
  onopen: ((event: Event) => void) | null;
  onerror: ((event: Event) => void) | null;
  addEventListener(name: string, handler: (event: MessageEvent) => void): void;
  close(): void;
}

/**
 * One connection for a page. After a network error EventSource comes back by itself with the id of the last event, and
 * the service sends what was missed. Where it gives up, it is opened anew and everything is fetched again.
 */
export class LiveStream {
  private handlers = new Map<keyof StreamEvents, Set<(data: never) => void>>();
  private watchers = new Set<(connection: Connection) => void>();
  private source: Source | null = null;
  private timer: ReturnType<typeof setInterval>;
  private openedMillis = 0;
  private spoke: Source | null = null;
  connection: Connection = { state: "connecting", lastHeardMillis: null };
  /** Server clock minus ours, milliseconds. */
  clockOffset = 0;

  constructor(
    private readonly url: string,
    private readonly create: (url: string) => Source = (url) => new EventSource(url),
    private readonly now: () => number = Date.now,
  ) {
    this.open();
    this.timer = setInterval(() => this.check(), 1_000);
  }

  /** Calls `handler` for every event of that name; the returned function ends that. */
  on<K extends keyof StreamEvents>(name: K, handler: Handler<K>): () => void {
    const set = this.handlers.get(name) ?? new Set();
    this.handlers.set(name, set);
    set.add(handler as (data: never) => void);
    return () => set.delete(handler as (data: never) => void);
  }

  /** Calls `watcher` whenever the state of the connection changes. */
  watch(watcher: (connection: Connection) => void): () => void {
    this.watchers.add(watcher);
    watcher(this.connection);
    return () => this.watchers.delete(watcher);
  }

  close(): void {
    clearInterval(this.timer);
    this.source?.close();
  }

  /** Looks whether the stream is late; called every second. */
  check(): void {
    const quiet = this.now() - (this.connection.lastHeardMillis ?? this.openedMillis);
    if (quiet > cutAfterMillis) {
      this.become("cut");
    }
    const patience = reopenAfterMillis[this.source?.readyState ?? 2];
    if (quiet > patience && this.now() - this.openedMillis > patience) {
      this.source?.close();
      this.open();
    }
  }

  private open(): void {
    this.openedMillis = this.now();
    const source = this.create(this.url);
    this.source = source;
    source.onopen = () => {
      this.heard();
      // A source made anew knows no last event, so that what was missed is unknown; one that came back by itself has it.
      if (this.spoke !== null && this.spoke !== source) {
        this.emit("reset", null);
      } else if (this.spoke === null) {
        setTimeout(() => this.emit("settled", null), settledMillis);
      }
      this.spoke = source;
    };
    source.addEventListener("step", (event) => this.take(event, (data) => this.emit("steps", stepsOf(data))));
    source.addEventListener("evaluation", (event) => this.take(event, (data) => this.emit("evaluation", data as StepEvent)));
    source.addEventListener("alert", (event) => this.take(event, (data) => this.emit("alert", data as AlertRow)));
    source.addEventListener("run", (event) => this.take(event, (data) => this.emit("run", data as RunRow)));
    source.addEventListener("mutes", () => this.emit("mutes", null));
    source.addEventListener("notes", () => this.emit("notes", null));
    source.addEventListener("reset", () => this.emit("reset", null));
    source.addEventListener("beat", (event) => this.take(event, (data) => this.setClock(data as { now_millis?: number })));
  }

  private take(event: MessageEvent, use: (data: unknown) => void): void {
    this.heard();
    use(JSON.parse(String(event.data)));
  }

  private setClock({ now_millis }: { now_millis?: number }): void {
    if (typeof now_millis === "number") {
      this.clockOffset = now_millis - this.now();
    }
  }

  private heard(): void {
    this.connection = { ...this.connection, lastHeardMillis: this.now() };
    this.become("fresh");
  }

  private become(state: Connection["state"]): void {
    if (this.connection.state !== state) {
      this.connection = { ...this.connection, state };
      this.watchers.forEach((watcher) => watcher(this.connection));
    }
  }

  private emit<K extends keyof StreamEvents>(name: K, data: StreamEvents[K]): void {
    this.handlers.get(name)?.forEach((handler) => (handler as Handler<K>)(data));
  }
}

/** Steps come one by one, or several in `steps`. */
export function stepsOf(data: unknown): StepEvent[] {
  const batch = data as StepEvent & { steps?: StepEvent[] };
  return Array.isArray(batch.steps) ? batch.steps.map((step) => ({ ...step, run: step.run ?? batch.run })) : [batch];
}
