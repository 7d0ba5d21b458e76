import type { AlertDetail, AlertRow } from "../src/api/types.ts";
import { millisOf } from "./points.ts";
import { stories, type Story } from "./stories.ts";

type Parts = Partial<AlertDetail> & Pick<AlertDetail, "class" | "detector" | "severity" | "onset_step" | "summary">;

function alert(story: Story, now: number, parts: Parts): AlertDetail {
  const start = now - story.startedAgoMillis;
  const attempt = story.attempts.at(-1)!.attempt;
  const raised_step = parts.raised_step ?? parts.onset_step + 5;
  const raised_millis = millisOf(story, attempt, raised_step, start);
  return {
    id: `${story.id}.${attempt}.${parts.detector}.${parts.onset_step}`, run: story.id, run_name: story.name, project: story.project, owner: story.owner,
    state: "firing", resolution: null, attempt, rank: null, layer: null, split: null, raised_step, raised_millis, ended_step: null, ended_millis: null,
    open: true, status: parts.state ?? "firing", silence: null, acknowledgement: null, assignee: "", comments: 0, useful: 0, useless: 0, annotations: [], evidence: [], causes: [], remedies: [], last_good_checkpoint: null, suspect_checkpoints: 0, series: "loss",
    transitions: [{ state: "firing", severity: parts.severity, step: raised_step, millis: raised_millis }], ...parts,
  };
}

/** End of a run that is over, milliseconds since 1970. */
export function endOf(story: Story, now: number): number {
  return Math.round(now - story.startedAgoMillis * 0.2);
}

/** The alerts of the made-up runs. */
export function makeAlerts(now: number): AlertDetail[] {
  const of = (id: string) => stories.find((story) => story.id === id)!;
  const [nan, exploding, over, main, slow, silent, hostile] = ["lm-1b-bf16-lr3e-4", "lm-1b-lr2e-3", "vit-large-aug-off", "lm-7b-main", "vit-data-wait", "asr-small", "hostile"].map(of);
  return [
    alert(nan, now, {
      class: "nan", detector: "non-finite", severity: "critical", onset_step: 18_204, raised_step: 18_204, layer: "decoder.11.mlp.up",
      summary: "The loss is NaN since step 18,204; the gradient norm grew 5.9 times over the 50 steps before.",
      evidence: [
        { role: "level", series: "loss", name: "loss", value: "NaN", unit: "", comparison: "", threshold: null },
        { role: "count", series: "", name: "elements that are not finite", value: 16_384, unit: "elements", comparison: ">", threshold: 0 },
        { role: "circumstance", series: "gradient_norm", name: "gradient norm just before over its usual level", value: 5.9, unit: "", comparison: "", threshold: null },
      ],
      causes: [
        { text: "Numerical issue: an exp, log or division. Likely: the first layer with values that are not finite is decoder.11.mlp.up.", item: "K10" },
        { text: "Learning rate too high. Likely: the update ratio was 8.1e-3 before the onset, eight times the sane 1e-3.", item: "K2" },
      ],
      remedies: [
        { text: "Resume from the checkpoint before step 18,150 with half of the learning rate.", item: "K2" },
        { text: "Keep the soft-max and the layer norms in float32.", item: "K10" },
        { text: "Clip the gradient norm at 1.", item: "K2" },
      ],
      transitions: [
        { state: "firing", severity: "warning", step: 18_171, millis: now - 700_000 },
        { state: "firing", severity: "critical", step: 18_204, millis: now - 660_000 },
      ],
    }),
    alert(exploding, now, {
      class: "exploding", detector: "exploding-gradient", severity: "critical", onset_step: 21_410, series: "gradient_norm",
      summary: "The gradient norm is 5.34e+03, 3,410 times its usual level of 0.61, and was at least 100 times as large for 5 steps.",
      evidence: [
        { role: "level", series: "gradient_norm", name: "gradient norm", value: 5340, unit: "", comparison: ">=", threshold: 61 },
        { role: "baseline", series: "gradient_norm", name: "usual gradient norm", value: 0.61, unit: "", comparison: "", threshold: null },
        { role: "count", series: "", name: "steps in a row", value: 5, unit: "steps", comparison: ">=", threshold: 5 },
      ],
      causes: [{ text: "Learning rate too high. Likely: 2e-3 is 6.7 times the sane default of Adam.", item: "K2" }, { text: "Numerical issue: an exp, log or division. Unlikely: no layer grew before the others.", item: "K2" }],
      last_good_checkpoint: { attempt: 0, step: 21_000, path: "ckpt/step-21000.pt", saved_millis: now - 1_500_000, size_bytes: 1_073_741_824, metrics: {} },
      suspect_checkpoints: 1,
      remedies: [{ text: "Lower the learning rate by a factor of 3 to 10.", item: "K2" }, { text: "Warm the learning rate up over at least 1,000 steps.", item: "K12" }],
    }),
    alert(over, now, {
      class: "overfitting", detector: "train-validation-gap", severity: "warning", onset_step: 12_500, split: "train-val", series: "train-val/loss",
      summary: "The validation loss rose by 31 % from its best at step 12,500 while the training loss fell by 12 %.",
      evidence: [{ role: "share", series: "train-val/loss", name: "rise of the validation loss", value: 31, unit: "%", comparison: ">=", threshold: 10 }, { role: "baseline", series: "train-val/loss", name: "best validation loss", value: 2.05, unit: "", comparison: "", threshold: null }],
      causes: [{ text: "Too little data for the size of the model.", item: "K17" }],
      remedies: [{ text: "More training data.", item: "K17" }, { text: "Switch augmentation on.", item: "K17" }, { text: "More weight decay: it is 0.01.", item: "K17" }],
    }),
    alert(main, now, {
      class: "loss_spike", detector: "loss-spike", severity: "warning", onset_step: 16_010, state: "recovered", resolution: "cleared", ended_step: 16_420, ended_millis: millisOf(main, 2, 16_420, now - main.startedAgoMillis),
      summary: "The loss rose to 3.9, 2.6 times its usual level of 1.5, right after the restart.",
    }),
    alert(slow, now, { class: "slow", detector: "data-wait", severity: "warning", onset_step: 20_050, summary: "39 % of the time goes into waiting for data, over 4 blocks of 50 steps.", evidence: [{ role: "share", series: "data_wait_ms", name: "share of waiting", value: 39, unit: "%", comparison: ">=", threshold: 30 }] }),
    alert(silent, now, { class: "silent", detector: "silent-run", severity: "critical", onset_step: 8_200, summary: "Nothing came from the run for 26 min; its heartbeats come every 10 s." }),
    ...stories.filter((story) => story.id.startsWith("lm-1b-rates-")).map((story) => alert(story, now, {
      class: "nan", detector: "non-finite", severity: "critical", onset_step: 18_204, raised_step: 18_204, state: "unrecovered", resolution: "run_ended", ended_step: story.steps, ended_millis: endOf(story, now),
      summary: "The loss is NaN since step 18,204.",
    })),
    alert(hostile, now, { class: "plateau", detector: "plateau", severity: "info", onset_step: 400, layer: "<b onmouseover=alert(4)>", summary: "The loss of <img src=x onerror=alert(5)> is still within 6 % of where it started." }),
  ];
}

/** The row of an alert, as lists have it. */
export function rowOf({ evidence: _e, causes: _c, remedies: _r, last_good_checkpoint: _g, suspect_checkpoints: _n, transitions: _t, series: _s, annotations: _a, ...row }: AlertDetail): AlertRow {
  return row;
}
