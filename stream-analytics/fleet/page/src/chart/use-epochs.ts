import { useEffect, useRef, useState } from "preact/hooks";
import { get } from "../api/client";
import type { Epochs } from "../api/types";
import { useStream } from "../live/context";
import type { StepTable } from "./axis";
import { epochTable } from "./epochs";

/** Epochs asked for of a run, and rest until they are asked for anew while steps come in. Own choices. */
const [points, restMillis] = [1_000, 10_000];

/** Epochs of runs by id, null for a run that says none; null until they are known, and while they are not wanted. */
export function useEpochs(runs: string[], rank: number | null, wanted: boolean): Map<string, StepTable | null> | null {
  const [epochs, setEpochs] = useState<Map<string, StepTable | null> | null>(null);
  const [round, setRound] = useState(0);
  const askedMillis = useRef(0);
  const key = JSON.stringify([runs, rank]);
  useEffect(() => setEpochs(null), [key]);
  useEffect(() => {
    if (!wanted) {
      return undefined;
    }
    const abort = new AbortController();
    askedMillis.current = Date.now();
    const ask = (run: string) => get<Epochs>(`/runs/${encodeURIComponent(run)}/epochs`, { rank, points }, abort.signal).then((answer) => [run, epochTable(answer)] as const);
    // A miss is made good by the next step.
    Promise.all(runs.map(ask)).then((all) => setEpochs(new Map(all)), () => undefined);
    return () => abort.abort();
  }, [key, wanted, round]);
  useStream("steps", () => wanted && Date.now() - askedMillis.current > restMillis && setRound((n) => n + 1), [wanted]);
  useStream("reset", () => setRound((n) => n + 1), []);
  return wanted ? epochs : null;
}
