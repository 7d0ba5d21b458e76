import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ApiError } from "../api/client";
import { change } from "../api/client";
import type { AlertRow, Silence } from "../api/types";
import { formatMinute } from "../format/duration";
import { classWords } from "../format/words";
import { useNow } from "../live/context";
import { SeverityMark } from "../parts/marks";
import { Failed } from "../parts/states";
import { crosses, crossingWords, draftsOf, lengths, matchersOf, usualLength, type Draft } from "./matchers";
import { PreviewList } from "./preview";
import { givenName, rememberName, useSession } from "./who";

/** Makes a silence. What it would mute is shown while its matchers are written; its end is always set. */
export function SilenceDialog({ alert, drafts: written, chosen, close }: { alert: AlertRow | null; drafts?: Draft[]; chosen?: AlertRow[]; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const submit = useRef<HTMLButtonElement>(null);
  const [drafts, setDrafts] = useState(() => written ?? draftsOf(alert));
  const [length, setLength] = useState(usualLength);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const session = useSession();
  useLayoutEffect(() => {
    dialog.current?.showModal();
    (alert || written) && submit.current?.focus();
  }, []);
  const matchers = matchersOf(drafts);
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const name = String(form.get("name") ?? "").trim();
    setBusy(true);
    try {
      await change<Silence>("POST", "/silences", { matchers, created_by: name, comment: String(form.get("comment") ?? "").trim(), duration_millis: lengths[length][1] });
      name && name !== session?.name && rememberName(name);
      close();
    } catch (refusal) {
      setError(refusal as ApiError);
      setBusy(false);
    }
  };
  return (
    <dialog class="sheet silence-dialog" ref={dialog} onClose={close} onClick={(event) => event.target === dialog.current && close()} aria-labelledby="silence-title">
      <form onSubmit={(event) => void send(event)}>
        <header>
          <h2 id="silence-title">{alert ? "Silence this alert" : "New silence"}</h2>
          {alert ? <p class="quiet"><SeverityMark severity={alert.severity} /> {alert.run_name || alert.run} · {classWords(alert.class)}</p> : <p class="quiet">All that is filled in must match. * and ? stand for any text and any character.</p>}
        </header>
        {chosen && crosses(chosen) && <p class="note" role="note">{crossingWords}</p>}
        <Matchers drafts={drafts} setDrafts={setDrafts} />
        <PreviewList matchers={matchers} alert={alert} />
        <Length length={length} setLength={setLength} />
        <div class="silence-why">
          <label>Why<input name="comment" type="text" maxLength={1_000} autocomplete="off" placeholder="for whoever finds it" /></label>
          <label>Who<input name="name" type="text" maxLength={200} autocomplete="name" key={session?.name} defaultValue={givenName() ?? session?.name ?? ""} /></label>
        </div>
        {session?.right === "read" && !error && <p class="note" role="note">The token of {session.name} may read only: the service will refuse this.</p>}
        {error && <Failed error={error} again={error.status === 401 ? () => setError(null) : undefined} what="The silence was not made" />}
        <footer>
          <button type="button" onClick={close}>Cancel</button>
          <button type="submit" class="button" ref={submit} disabled={busy || matchers.length === 0}>Silence for {lengths[length][0]}</button>
        </footer>
      </form>
    </dialog>
  );
}

function Matchers({ drafts, setDrafts }: { drafts: Draft[]; setDrafts: (drafts: Draft[]) => void }) {
  const set = (at: number, part: Partial<Draft>) => setDrafts(drafts.map((draft, i) => (i === at ? { ...draft, ...part } : draft)));
  return (
    <fieldset class="matchers">
      <legend class="hidden">What it mutes</legend>
      {drafts.map(({ field, pattern, used }, i) => (
        <div class="matcher" data-used={used ? "" : undefined}>
          <label><input type="checkbox" checked={used} onChange={(event) => set(i, { used: event.currentTarget.checked })} />{field}</label>
          <input type="text" aria-label={`Pattern of ${field}`} maxLength={500} autocomplete="off" spellcheck={false} value={pattern} placeholder="any"
            onInput={(event) => set(i, { pattern: event.currentTarget.value, used: event.currentTarget.value !== "" })} />
        </div>
      ))}
    </fieldset>
  );
}

function Length({ length, setLength }: { length: number; setLength: (length: number) => void }) {
  const now = useNow();
  return (
    <fieldset class="length">
      <legend class="hidden">How long</legend>
      <div class="choice">
        {lengths.map(([name], i) => <button type="button" aria-pressed={length === i} onClick={() => setLength(i)}>{name}</button>)}
      </div>
      <p class="quiet">until {formatMinute(now + lengths[length][1])}</p>
    </fieldset>
  );
}
