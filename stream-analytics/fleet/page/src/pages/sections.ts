import { isEvaluation } from "../chart/wanted";
import catalogue from "../format/signals.json";

/** Series that belong together. */
export interface Section {
  title: string;
  series: string[];
}

const gpu = /(^|[^a-z])(gpu|cuda|nvml|dcgm|xid|throttl|device_memory|sm_clock)/i;

/** Fields of a step in the order of the page; those of the GPU stand among its metrics. */
const placed = catalogue.signals.filter(({ series, section }) => section !== null && !gpu.test(series));
const places = placed.map(({ series }) => series);

function titleOf(name: string): string {
  return isEvaluation(name) ? "Evaluation" : gpu.test(name) ? "GPU" : placed[places.indexOf(name)]?.section ?? "Metrics";
}

/** The sections of a run's page in their order; within one, known series as they are listed and others by name. */
export function sectionsOf(names: string[]): Section[] {
  const rank = (name: string) => (places.includes(name) ? places.indexOf(name) : places.length);
  return catalogue.sections
    .map((title) => ({ title, series: names.filter((name) => titleOf(name) === title) }))
    .filter(({ series }) => series.length > 0)
    .map(({ title, series }) => ({ title, series: series.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b)) }));
}
