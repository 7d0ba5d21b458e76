import type { ComponentChildren } from "preact";
import { useCallback, useMemo, useState } from "preact/hooks";
import { change } from "../api/client";
import type { Note } from "../api/types";
import { formatAge } from "../format/duration";
import { useChange } from "../silence/actions";
import { givenName } from "../silence/who";
import { NoteContext } from "./board";
import { NoteForm, type Draft } from "./form";
import { placeWords } from "./marks";

interface RunNotesProps {
  run: string;
  notes: Note[];
  /** Names of the series that a note may be about. */
  series: string[];
  now: number;
  /** Asks for the run anew. */
  again: () => void;
  children: ComponentChildren;
}

/** One function for all drawings: a new one would be called, and take the focus, at each. */
const focus = (field: HTMLTextAreaElement | null) => field?.focus();

/** The notes of a run over its charts, on which their places can be chosen. */
export function RunNotes({ run, notes, series, now, again, children }: RunNotesProps) {
  const [draft, setDraft] = useState<Draft | null>(null);
  const place = useCallback((of: string, step: number) => setDraft((before) => ({ series: of, step, lastStep: null, round: (before?.round ?? 0) + 1 })), []);
  const placing = draft !== null;
  const board = useMemo(() => ({ notes, placing, place }), [notes, placing, place]);
  const path = `/runs/${encodeURIComponent(run)}/notes`;
  const close = () => setDraft(null);
  return (
    <NoteContext.Provider value={board}>
      <section class="notes" aria-labelledby="notes">
        <header class="notes-head">
          <h2 id="notes">Notes</h2>
          {!placing && <button type="button" onClick={() => setDraft({ series: "", step: null, lastStep: null, round: 0 })}>Add a note</button>}
        </header>
        <ol class="note-list" aria-label="Notes">
          {notes.map((note) => <NoteItem key={note.id} {...{ note, path, now, again }} />)}
        </ol>
        {draft && <NoteForm {...{ draft, series, path, again, close }} />}
      </section>
      {children}
    </NoteContext.Provider>
  );
}

function NoteItem({ note, path, now, again }: { note: Note; path: string; now: number; again: () => void }) {
  const { busy, run, notice } = useChange();
  const [editing, setEditing] = useState(false);
  const own = `${path}/${encodeURIComponent(note.id)}`;
  const who = note.by || "somebody";
  const place = placeWords(note);
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget as HTMLFormElement).get("text") ?? "").trim();
    text !== "" && run(() => change("POST", own, { text, by: givenName() ?? "" }).then(() => (setEditing(false), again())));
  };
  return (
    <li data-note-item={note.id} tabIndex={-1}>
      {editing ? (
        <form class="note-form" onSubmit={save}>
          <label class="note-text">Note<textarea name="text" rows={2} maxLength={1_000} required defaultValue={note.text} ref={focus} /></label>
          <button type="submit" class="button" disabled={busy}>Save</button>
          <button type="button" onClick={() => setEditing(false)}>Cancel</button>
        </form>
      ) : <p class="note-said">{note.text}</p>}
      <p class="quiet">
        {place && <span class="note-place">{place} · </span>}
        {who}{note.via && note.via !== "page" ? ` from ${note.via}` : ""}, {formatAge(now - note.at_millis)} ago
        {note.changed_millis !== null && `, changed${note.changed_by && note.changed_by !== note.by ? ` by ${note.changed_by}` : ""} ${formatAge(now - note.changed_millis)} ago`}
        {!editing && <> <button type="button" class="plain" aria-label={`Edit the note of ${who}`} onClick={() => setEditing(true)}>edit</button></>}
        {" "}<button type="button" class="plain" disabled={busy} aria-label={`Remove the note of ${who}`} onClick={() => run(() => change("DELETE", own).then(again))}>remove</button>
      </p>
      {notice}
    </li>
  );
}
