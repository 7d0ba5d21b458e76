import type { AlertDetail, Checkpoint } from "../api/types";
import { formatAge, formatTime } from "../format/duration";
import { formatCount, formatNumber, plural } from "../format/number";
import { classWords } from "../format/words";

/** Checkpoint to go back to after the fault; nothing where none is known of. */
export function LastGoodCheckpoint({ alert }: { alert: AlertDetail }) {
  const { last_good_checkpoint: good, suspect_checkpoints: suspects } = alert;
  if (!good && suspects === 0) {
    return null;
  }
  return (
    <section aria-label="Last good checkpoint">
      <h2>Last good checkpoint</h2>
      <p class="sentence">
        {good ? <><strong>{placeOf(good, alert.attempt)}</strong> <code class="long">{good.path}</code>, saved {savedBefore(good, alert)}.</> : "None is known."}
        {suspects > 0 && ` ${suspects === 1 ? "One that was" : `${formatCount(suspects)} that were`} saved later may hold the fault.`}
      </p>
    </section>
  );
}

function placeOf({ step, attempt }: Checkpoint, present: number): string {
  return [step < 0 ? "" : `step ${formatCount(step)}`, attempt === present ? "" : `of attempt ${attempt}`].filter(Boolean).join(" ");
}

/** Distance of a checkpoint from the onset in steps, and from the alert in time. */
export function savedBefore({ step, attempt, saved_millis }: Checkpoint, alert: Pick<AlertDetail, "attempt" | "onset_step" | "raised_millis">): string {
  const steps = attempt === alert.attempt && step >= 0 ? alert.onset_step - step : -1;
  const age = alert.raised_millis - saved_millis;
  const words = [
    steps > 0 && `${plural(steps, "step")} before the onset`,
    steps === 0 && "at the onset",
    saved_millis > 0 && age >= 1_000 && `${formatAge(age)} before the alert`,
  ].filter(Boolean);
  return words.length > 0 ? words.join(", ") : "just before the alert";
}

/** Alerts of a run that may have spoilt a checkpoint: those at or after whose onset it was saved, while they last. */
export function spoiling({ step, attempt }: Checkpoint, alerts: CheckpointAlert[]): CheckpointAlert[] {
  return alerts.filter((alert) => alert.severity !== "info" && alert.state !== "recovered" && alert.attempt === attempt && step >= 0 && alert.onset_step <= step);
}

type CheckpointAlert = Pick<AlertDetail, "class" | "severity" | "state" | "attempt" | "onset_step">;

/** Checkpoints that a run saved last, the newest first. */
export function Checkpoints({ checkpoints, alerts }: { checkpoints: Checkpoint[]; alerts: CheckpointAlert[] }) {
  const several = checkpoints.some((one) => one.attempt !== checkpoints[0].attempt);
  return checkpoints.length === 0 ? null : (
    <section aria-label="Checkpoints">
      <h2>Checkpoints</h2>
      <div class="scroll">
        <table>
          <thead><tr>{several && <th class="number">attempt</th>}<th class="number">step</th><th>saved</th><th class="number">size</th><th>state</th><th>path</th><th>values</th></tr></thead>
          <tbody>
            {checkpoints.map((one) => (
              <tr key={one.path}>
                {several && <td class="number">{one.attempt}</td>}
                <td class="number">{one.step < 0 ? "–" : formatCount(one.step)}</td>
                <td class="nowrap">{one.saved_millis > 0 ? formatTime(one.saved_millis) : "–"}</td>
                <td class="number nowrap">{sizeOf(one.size_bytes)}</td>
                <CheckpointState spoilt={spoiling(one, alerts)[0]} />
                <td class="long"><code>{one.path}</code></td>
                <td class="long">{Object.entries(one.metrics).map(([name, value]) => `${name} ${formatNumber(value)}`).join(", ") || "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function CheckpointState({ spoilt }: { spoilt: CheckpointAlert | undefined }) {
  return spoilt ? (
    <td class="nowrap" data-bad title={`Saved at or after the onset, step ${formatCount(spoilt.onset_step)}`}>suspect: {classWords(spoilt.class)}</td>
  ) : <td class="quiet nowrap">good</td>;
}

function sizeOf(bytes: number | null): string {
  if (bytes === null) {
    return "–";
  }
  const unit = Math.min(4, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  return `${formatNumber(bytes / 1024 ** unit)} ${["B", "KiB", "MiB", "GiB", "TiB"][unit]}`;
}
