import { expect, test } from "vitest";
import catalogue from "../src/format/signals.json";
import { sectionsOf } from "../src/pages/sections";
import { meanings } from "../src/pages/sql-examples";

const shown = catalogue.signals.filter(({ section }) => section !== null).map(({ series }) => series);

test("every field of a step is in its section, in the order of the page", () => {
  expect(sectionsOf([...shown, "gpu0_util", "accuracy", "train-val/loss"].reverse())).toEqual([
    { title: "Loss", series: ["loss"] },
    { title: "GPU", series: ["device_memory_bytes", "gpu0_util"] },
    { title: "Evaluation", series: ["train-val/loss"] },
    { title: "Optimizer", series: ["learning_rate", "gradient_norm", "parameter_norm", "update_ratio", "loss_scale"] },
    { title: "Metrics", series: ["accuracy"] },
    { title: "Pace", series: ["duration_ms", "data_wait_ms", "batch_size", "tokens", "host_memory_bytes"] },
  ]);
});

test.each(catalogue.signals)("$series has a meaning", ({ series, section }) => {
  expect(meanings[series]).toBeTruthy();
  expect(section === null || catalogue.sections.includes(section)).toBe(true);
});
