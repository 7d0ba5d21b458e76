import { useEffect, useState } from "preact/hooks";
import { get } from "../api/client";
import type { SeriesInfo } from "../api/types";

/** The series of each run; null until the first answer is there. A run that cannot be asked has none. */
export function useSeriesOf(runs: string[]): SeriesInfo[][] | null {
  const [lists, setLists] = useState<SeriesInfo[][] | null>(null);
  const key = JSON.stringify(runs);
  useEffect(() => {
    const abort = new AbortController();
    const ask = (run: string) => get<{ series: SeriesInfo[] }>(`/runs/${encodeURIComponent(run)}/series`, {}, abort.signal).then(({ series }) => series, () => []);
    void Promise.all(runs.map(ask)).then((all) => abort.signal.aborted || setLists(all));
    return () => abort.abort();
  }, [key]);
  return lists;
}
