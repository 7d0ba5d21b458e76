import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Connection, LiveStream, StreamEvents } from "./stream";

/** The stream of the page that is open. */
export const StreamContext = createContext<LiveStream | null>(null);

/** Calls `handler` for every event of that name while the component stands; `inputs` are what the handler reads. */
export function useStream<K extends keyof StreamEvents>(name: K, handler: (data: StreamEvents[K]) => void, inputs: unknown[]): void {
  const stream = useContext(StreamContext);
  useEffect(() => stream?.on(name, handler), [stream, ...inputs]);
}

/** Calls `again` whenever what a list says may be out of date: after a change of silences, once the stream has settled, after a gap. */
export function useRefresh(again: () => void, inputs: unknown[] = []): void {
  useStream("mutes", again, inputs);
  useStream("settled", again, inputs);
  useStream("reset", again, inputs);
}

/** State of the connection, as it changes. */
export function useConnection(): Connection {
  const stream = useContext(StreamContext);
  const [connection, setConnection] = useState<Connection>({ state: "connecting", lastHeardMillis: null });
  useEffect(() => stream?.watch(setConnection), [stream]);
  return connection;
}

/** The time of the service, anew every second. */
export function useNow(): number {
  const stream = useContext(StreamContext);
  const now = () => Date.now() + (stream?.clockOffset ?? 0);
  const [millis, setMillis] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setMillis(now()), 1_000);
    return () => clearInterval(timer);
  }, [stream]);
  return millis;
}
