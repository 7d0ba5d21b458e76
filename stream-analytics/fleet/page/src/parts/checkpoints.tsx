import type { AlertDetail, Checkpoint } from "../api/types";
import { formatAge, formatTime } from "../format/duration";
import { formatCount, formatNumber } from "../format/number";

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
        {good ? <><strong>{placeOf(good, alert.attempt)}</strong> <code class="long">{good.path}</code>{savedBefore(good, alert.raised_millis)}.</> : "None is known."}
        {suspects > 0 && ` ${suspects === 1 ? "One that was" : `${formatCount(suspects)} that were`} saved later may hold the fault.`}
      </p>
    </section>
  );
}

function placeOf({ step, attempt }: Checkpoint, present: number): string {
  return [step < 0 ? "" : `step ${formatCount(step)}`, attempt === present ? "" : `of attempt ${attempt}`].filter(Boolean).join(" ");
}

function savedBefore({ saved_millis }: Checkpoint, raised: number): string {
  return saved_millis > 0 && raised >= saved_millis ? `, saved ${formatAge(raised - saved_millis)} before the alert` : "";
}

/** Checkpoints that a run saved last, the newest first. */
export function Checkpoints({ checkpoints }: { checkpoints: Checkpoint[] }) {
  const several = checkpoints.some((one) => one.attempt !== checkpoints[0].attempt);
  return checkpoints.length === 0 ? null : (
    <section aria-label="Checkpoints">
      <h2>Checkpoints</h2>
      <div class="scroll">
        <table>
          <thead><tr>{several && <th class="number">attempt</th>}<th class="number">step</th><th>saved</th><th class="number">size</th><th>path</th><th>values</th></tr></thead>
          <tbody>
            {checkpoints.map((one) => (
              <tr key={one.path}>
                {several && <td class="number">{one.attempt}</td>}
                <td class="number">{one.step < 0 ? "–" : formatCount(one.step)}</td>
                <td class="nowrap">{one.saved_millis > 0 ? formatTime(one.saved_millis) : "–"}</td>
                <td class="number nowrap">{sizeOf(one.size_bytes)}</td>
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

function sizeOf(bytes: number | null): string {
  if (bytes === null) {
    return "–";
  }
  const unit = Math.min(4, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  return `${formatNumber(bytes / 1024 ** unit)} ${["B", "KiB", "MiB", "GiB", "TiB"][unit]}`;
}
