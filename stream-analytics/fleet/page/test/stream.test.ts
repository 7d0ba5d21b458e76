import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStream, stepsOf, type Source } from "../src/live/stream";

class RecordingSource implements Source {
  static made: RecordingSource[] = [];
  readyState = 0;
  onopen: Source["onopen"] = null;
  onerror: Source["onerror"] = null;
  handlers = new Map<string, (event: MessageEvent) => void>();

  constructor(readonly url: string) {
    RecordingSource.made.push(this);
  }

  addEventListener(name: string, handler: (event: MessageEvent) => void): void {
    this.handlers.set(name, handler);
  }

  send(name: string, data: unknown): void {
    this.handlers.get(name)!({ data: JSON.stringify(data) } as MessageEvent);
  }

  open(): void {
    this.readyState = 1;
    this.onopen!({} as Event);
  }

  close(): void {
    this.readyState = 2;
  }
}

describe("the live stream", () => {
  let stream: LiveStream;
  beforeEach(() => {
    vi.useFakeTimers();
    RecordingSource.made = [];
    stream = new LiveStream("/api/v1/stream", (url) => new RecordingSource(url));
  });
  afterEach(() => {
    stream.close();
    vi.useRealTimers();
  });

  it("says within 10 s that it is cut, and that it is back", () => {
    const states: string[] = [];
    stream.watch(({ state }) => states.push(state));
    const [source] = RecordingSource.made;
    source.open();
    vi.advanceTimersByTime(5_000);
    source.send("beat", { now_millis: Date.now() });
    vi.advanceTimersByTime(7_000);
    expect(stream.connection.state).toBe("fresh");
    vi.advanceTimersByTime(3_000);
    expect(stream.connection.state).toBe("cut");
    source.send("beat", { now_millis: Date.now() });
    expect(states).toEqual(["connecting", "fresh", "cut", "fresh"]);
  });

  it("is cut as well when it was never there", () => {
    vi.advanceTimersByTime(10_000);
    expect(stream.connection).toEqual({ state: "cut", lastHeardMillis: null });
  });

  it("does not ask for a new start when the source came back by itself, for it resumes", () => {
    const reset = vi.fn();
    stream.on("reset", reset);
    RecordingSource.made[0].open();
    RecordingSource.made[0].open();
    expect(reset).not.toHaveBeenCalled();
  });

  it("asks once more for lists when it has spoken for a while, also where its first source gave up", () => {
    const settled = vi.fn();
    stream.on("settled", settled);
    RecordingSource.made[0].readyState = 2;
    vi.advanceTimersByTime(5_000);
    expect(settled).not.toHaveBeenCalled();
    RecordingSource.made[1].open();
    vi.advanceTimersByTime(2_000);
    RecordingSource.made[1].open();
    vi.advanceTimersByTime(2_000);
    expect(settled).toHaveBeenCalledTimes(1);
  });

  it("opens a source that gave up anew, and then everything is fetched again", () => {
    const reset = vi.fn();
    stream.on("reset", reset);
    RecordingSource.made[0].open();
    RecordingSource.made[0].readyState = 2;
    vi.advanceTimersByTime(5_000);
    expect(RecordingSource.made).toHaveLength(2);
    RecordingSource.made[1].open();
    expect(reset).toHaveBeenCalledTimes(1);
  });

  it("leaves a source alone that tries by itself, as it has the id of the last event, and replaces one that hangs", () => {
    const [source] = RecordingSource.made;
    source.open();
    source.readyState = 0;
    vi.advanceTimersByTime(45_000);
    expect(RecordingSource.made).toHaveLength(1);
    source.readyState = 1;
    vi.advanceTimersByTime(2_000);
    expect(RecordingSource.made).toHaveLength(2);
    expect(source.readyState).toBe(2);
  });

  it("passes on a reset of the service and what comes in batches", () => {
    const reset = vi.fn();
    const steps = vi.fn();
    stream.on("reset", reset);
    const off = stream.on("steps", steps);
    const [source] = RecordingSource.made;
    source.send("step", { run: "r", steps: [{ step: 1, values: {} }, { step: 2, values: {} }] });
    source.send("reset", {});
    off();
    source.send("step", { run: "r", step: 3, values: {} });
    expect(steps.mock.calls[0][0].map(({ run, step }: { run: string; step: number }) => [run, step])).toEqual([["r", 1], ["r", 2]]);
    expect(steps).toHaveBeenCalledTimes(1);
    expect(reset).toHaveBeenCalledTimes(1);
  });

  it("follows the clock of the service", () => {
    RecordingSource.made[0].send("beat", { now_millis: Date.now() + 90_000 });
    expect(stream.clockOffset).toBe(90_000);
  });
});

it("takes a single step as a batch of one", () => {
  expect(stepsOf({ run: "r", attempt: 0, rank: 0, step: 5, millis: 1, values: {} })).toHaveLength(1);
});
