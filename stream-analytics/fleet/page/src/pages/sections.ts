import { isEvaluation } from "../chart/wanted";

/** Series that belong together. */
export interface Section {
  title: string;
  series: string[];
}

const optimizer = ["learning_rate", "gradient_norm", "parameter_norm", "update_ratio", "loss_scale"];
const pace = ["duration_ms", "data_wait_ms", "batch_size", "tokens", "host_memory_bytes"];
const gpu = /(^|[^a-z])(gpu|cuda|nvml|dcgm|xid|throttl|device_memory|sm_clock)/i;

function titleOf(name: string): string {
  if (name === "loss") {
    return "Loss";
  }
  if (isEvaluation(name)) {
    return "Evaluation";
  }
  return gpu.test(name) ? "GPU" : optimizer.includes(name) ? "Optimizer" : pace.includes(name) ? "Pace" : "Metrics";
}

const order = ["Loss", "GPU", "Evaluation", "Optimizer", "Metrics", "Pace"];

/** The sections of a run's page in their order; within one, known series as they are listed and others by name. */
export function sectionsOf(names: string[]): Section[] {
  const known = [...optimizer, ...pace];
  const rank = (name: string) => (known.includes(name) ? known.indexOf(name) : known.length);
  return order
    .map((title) => ({ title, series: names.filter((name) => titleOf(name) === title) }))
    .filter(({ series }) => series.length > 0)
    .map(({ title, series }) => ({ title, series: series.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b)) }));
}
