import { useLayoutEffect, useRef } from "preact/hooks";
import { change } from "../api/client";
import { useChange } from "../silence/actions";
import { givenName, rememberName, useSession } from "../silence/who";

/** Place of a note that is being written. */
export interface Draft {
  /** Empty where the note is about all curves. */
  series: string;
  /** Null where it is about the whole run. */
  step: number | null;
  lastStep: number | null;
  /** Another number whenever the place was chosen anew. */
  round: number;
}

interface NoteFormProps {
  draft: Draft;
  series: string[];
  path: string;
  again: () => void;
  close: () => void;
}

/** A whole number that was typed; null for an empty field. */
function stepOf(value: FormDataEntryValue | null): number | null {
  const typed = String(value ?? "").trim();
  return typed === "" ? null : Number(typed);
}

/** The form of a new note. A click on a chart fills in its place, and what was written stays. */
export function NoteForm({ draft, series, path, again, close }: NoteFormProps) {
  const { busy, run, notice } = useChange();
  const session = useSession();
  const text = useRef<HTMLTextAreaElement>(null);
  // Before the next key is read, not after the next frame: what is typed at once belongs to the note.
  useLayoutEffect(() => {
    text.current?.focus({ preventScroll: true });
    text.current?.scrollIntoView({ block: "nearest" });
  }, [draft.round]);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const said = new FormData(event.currentTarget as HTMLFormElement);
    const words = String(said.get("text") ?? "").trim();
    const by = String(said.get("name") ?? "").trim();
    if (words === "") {
      return;
    }
    by && by !== session?.name && rememberName(by);
    const step = stepOf(said.get("step"));
    const place = step === null ? {} : { step, last_step: stepOf(said.get("last")), series: String(said.get("series") ?? "") };
    run(() => change("POST", path, { text: words, by, via: "page", ...place }).then(() => (close(), again())));
  };
  return (
    <form class="note-form" aria-label="New note" onSubmit={send}>
      <label class="note-text">Note<textarea name="text" rows={2} maxLength={1_000} required ref={text} placeholder="what happened here, what you changed" /></label>
      <label>Step<input name="step" type="number" min={0} step={1} key={`step-${draft.round}`} defaultValue={draft.step?.toString() ?? ""} placeholder="whole run" /></label>
      <label>to step<input name="last" type="number" min={0} step={1} key={`last-${draft.round}`} defaultValue={draft.lastStep?.toString() ?? ""} placeholder="one step" /></label>
      <label>Series
        <select name="series" key={`series-${draft.round}`}>
          <option value="" selected={draft.series === ""}>all</option>
          {series.map((name) => <option key={name} value={name} selected={name === draft.series}>{name}</option>)}
        </select>
      </label>
      <label>Who<input name="name" type="text" maxLength={200} autocomplete="name" key={session?.name} defaultValue={givenName() ?? session?.name ?? ""} /></label>
      <button type="submit" class="button" disabled={busy}>Add</button>
      <button type="button" onClick={close}>Cancel</button>
      <p class="quiet note-hint">A click on a chart fills in series and step.</p>
      {notice}
    </form>
  );
}
