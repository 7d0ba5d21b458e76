import type { AlertList, AlertRow, Silence, SilenceList } from "../api/types";
import { formatAge, formatClock, formatDuration } from "../format/duration";
import { plural } from "../format/number";
import { useNow, useStream } from "../live/context";
import { useFetched } from "../live/fetched";
import { SilenceMark } from "../parts/marks";
import { Failed, Loading, Nothing } from "../parts/states";
import { useTitle } from "../parts/title";
import { endSilence, useChange } from "../silence/actions";
import { askForSilence } from "../silence/host";

/** Silences and alerts that are asked for at once. */
const most = 1_000;

/** Page of the silences: matchers, author, reason and end of each. */
export function SilencesPage() {
  useTitle("Silences");
  const list = useFetched<SilenceList>("/silences", { limit: most });
  const firing = useFetched<AlertList>("/alerts", { state: "firing", limit: most });
  const now = useNow();
  useStream("mutes", () => (list.again(), firing.again()), []);
  useStream("reset", () => (list.again(), firing.again()), []);
  useStream("alert", firing.again, []);
  const muted = (firing.data?.alerts ?? []).filter((alert) => alert.silence !== null);
  const over = list.data?.silences.filter((silence) => silence.state === "expired") ?? [];
  const open = list.data?.silences.filter((silence) => silence.state !== "expired") ?? [];
  return (
    <main class="silences">
      <header class="page-head">
        <h1>Silences</h1>
        <p class="quiet" aria-live="polite">{list.data ? `${plural(muted.length, "alert")} muted now` : ""}</p>
        <span class="page-actions"><button type="button" onClick={() => askForSilence(null)}>New silence</button></span>
      </header>
      {list.data?.problem && <p class="note" role="alert">Some may be missing: {list.data.problem}.</p>}
      {!list.data ? (
        list.status === "error" ? <Failed error={list.error} again={list.again} /> : <Loading height={200} />
      ) : open.length === 0 ? (
        <Nothing height={160}>Nothing is silenced: every alert is told.</Nothing>
      ) : (
        <Lines silences={open} muted={muted} now={now} />
      )}
      {over.length > 0 && (
        <details class="silences-over">
          <summary>{over.length} ended in the last five days</summary>
          <Lines silences={over} muted={[]} now={now} />
        </details>
      )}
    </main>
  );
}

function Lines({ silences, muted, now }: { silences: Silence[]; muted: AlertRow[]; now: number }) {
  return (
    <ul class="silence-list">
      {silences.map((silence) => <Line key={silence.id} silence={silence} muted={muted.filter((alert) => alert.silence!.id === silence.id).length} now={now} />)}
    </ul>
  );
}

function Line({ silence, muted, now }: { silence: Silence; muted: number; now: number }) {
  const { busy, error, run } = useChange();
  return (
    <li class="silence-line" data-row tabIndex={-1} data-state={silence.state}>
      <SilenceMark state={silence.state} />
      <span class="silence-what">
        <span class="silence-matchers">{silence.matchers.map(({ field, pattern }) => <code><span>{field}</span>{pattern}</code>)}</span>
        <span class="quiet">{silence.comment && <q>{silence.comment}</q>} by {silence.created_by || "somebody"}{silence.state !== "pending" && `, ${formatAge(now - silence.starts_millis)} ago`}</span>
        {error && <span class="refused" role="alert">{error.message}.</span>}
      </span>
      <span class="silence-until">
        <span>{untilWords(silence, now)}</span>
        {silence.state === "active" && <span class="quiet">{muted === 0 ? "mutes nothing now" : `mutes ${plural(muted, "alert")}`}</span>}
      </span>
      {silence.state !== "expired" && <button type="button" disabled={busy} onClick={() => run(() => endSilence(silence.id))}>End now</button>}
    </li>
  );
}

function untilWords({ state, starts_millis, ends_millis }: Silence, now: number): string {
  switch (state) {
    case "active":
      return `until ${formatClock(ends_millis, now)}, ${formatDuration(ends_millis - now)} more`;
    case "pending":
      return `from ${formatClock(starts_millis, now)} until ${formatClock(ends_millis, now)}`;
    default:
      return `ended ${formatAge(now - ends_millis)} ago`;
  }
}
