import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Histogram } from "../api/types";
import { formatCount, formatPercent } from "../format/number";
import { useFetched } from "../live/fetched";
import { Failed, Loading, Nothing } from "../parts/states";
import { binsOf } from "./bins";
import { HistogramFigure } from "./figure";

/** A cell of the heat map: a layer, and the last step that its column stands for. */
export interface Cell {
  layer: string;
  step: number;
}

interface PanelProps extends Cell {
  run: string;
  kind: string;
  /** Name of the kind, such as "Gradient". */
  noun: string;
  go: (step: number) => void;
  close: () => void;
}

const comparisons: [string, string][] = [["previous", "with the one before"], ["first", "with the first"], ["none", "with none"]];

/** The histogram of a layer at a step; the arrow keys walk to the steps around. */
export function HistogramPanel({ run, layer, kind, noun, step, go, close }: PanelProps) {
  const panel = useRef<HTMLElement>(null);
  const [compared, setCompared] = useState("previous");
  const path = `/runs/${encodeURIComponent(run)}/histogram`;
  const { data, error, status, again } = useFetched<Histogram>(path, { layer, kind, step });
  const otherStep = compared === "none" || !data ? null : compared === "first" ? (data.first_step !== data.step ? data.first_step : null) : data.previous_step;
  const other = useFetched<Histogram>(otherStep === null ? null : path, { layer, kind, step: otherStep ?? 0 });
  useLayoutEffect(() => {
    panel.current?.focus({ preventScroll: true });
    panel.current?.scrollIntoView({ block: "nearest" });
  }, [layer, kind]);
  const walk: Record<string, number | null | undefined> = { ArrowLeft: data?.previous_step, ArrowRight: data?.next_step, Home: data?.first_step, End: data?.last_step };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    } else if (event.key in walk && !(event.target instanceof HTMLSelectElement)) {
      event.preventDefault();
      const to = walk[event.key];
      to !== null && to !== undefined && go(to);
    }
  };
  const title = data?.step != null ? `${noun} of ${layer} at step ${formatCount(data.step)}` : `${noun} of ${layer}`;
  const ready = otherStep !== null && other.data?.step === otherStep && other.data.layer === layer ? other.data : null;
  return (
    <section class="histogram" ref={panel} tabIndex={-1} aria-label={`Histogram: ${title}`} onKeyDown={press}>
      <header class="section-head">
        <h3>{title}</h3>
        <span class="histogram-walk">
          {([["First", "Home", "⇤"], ["Previous", "ArrowLeft", "←"], ["Next", "ArrowRight", "→"], ["Last", "End", "⇥"]] as const).map(([name, key, sign]) => (
            <button key={key} type="button" class="plain" aria-label={`${name} histogram`} disabled={walk[key] === null || walk[key] === undefined || walk[key] === data?.step} onClick={() => go(walk[key]!)}>{sign}</button>
          ))}
          <select aria-label="Compared" value={compared} onChange={(event) => setCompared(event.currentTarget.value)}>
            {comparisons.map(([id, name]) => <option key={id} value={id}>{name}</option>)}
          </select>
          <button type="button" class="plain" aria-label="Close the histogram" onClick={close}>✕</button>
        </span>
      </header>
      {error && !data ? <Failed error={error} again={again} /> : !data || (status === "loading" && data.layer !== layer) ? <Loading height={220} /> : data.step === null ? (
        <None data={data} asked={step} go={go} />
      ) : (
        <>
          <Drawn run={run} data={data} other={ready} title={title} />
          <Facts data={data} />
        </>
      )}
    </section>
  );
}

function Drawn({ run, data, other, title }: { run: string; data: Histogram; other: Histogram | null; title: string }) {
  const inBins = [...data.negative, ...data.positive].reduce((sum, count) => sum + count, 0);
  if (inBins === 0) {
    return <Nothing height={120}>No element is a number other than zero.</Nothing>;
  }
  const names: [string, string] = [`step ${formatCount(data.step)}`, other ? `step ${formatCount(other.step)}` : ""];
  const part = (counts: number[]) => formatPercent(counts.reduce((sum, count) => sum + count, 0) / data.elements);
  const label = `${title}: ${part(data.negative)} of the elements are negative, ${part(data.positive)} positive.`;
  return <HistogramFigure shown={binsOf(data)} other={other && binsOf(other)} names={names} title={`${title} · ${run}`} label={label} file={`${run}-${data.kind}-${data.layer}-${data.step}`} />;
}

/** Counts of what is in no bin. */
function Facts({ data }: { data: Histogram }) {
  const facts: [string, number, boolean][] = [["elements", data.elements, false], ["zero", data.zero, false], ["NaN", data.nan, data.nan > 0], ["infinite", data.infinity, data.infinity > 0]];
  return (
    <dl class="histogram-facts">
      {facts.map(([name, count, bad]) => (
        <div key={name} data-bad={bad ? "" : undefined}>
          <dt>{name}</dt>
          <dd>{formatCount(count)}{name !== "elements" && count > 0 && <span class="quiet"> {formatPercent(count / data.elements)}</span>}</dd>
        </div>
      ))}
    </dl>
  );
}

function None({ data, asked, go }: { data: Histogram; asked: number; go: (step: number) => void }) {
  return data.next_step !== null ? (
    <Nothing height={120}>
      No histogram at step {formatCount(asked)} or before. <button type="button" class="plain" onClick={() => go(data.next_step!)}>Show the first, of step {formatCount(data.next_step)}</button>
    </Nothing>
  ) : (
    <Nothing height={120}>
      The job has sent no histogram of this. In Python <code>run.watch(model, histograms=10)</code> takes them at every tenth sample, for DL4J and DJL <code>withHistogramsEverySteps(100)</code>.
    </Nothing>
  );
}
