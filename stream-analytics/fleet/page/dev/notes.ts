import type { Note } from "../src/api/types.ts";

type Wanted = Partial<Pick<Note, "text" | "series" | "step" | "last_step" | "by">>;

/** The made-up notes, which the page may change. */
export class Notes {
  private readonly notes: Note[];
  private next = 0;

  constructor(now: number) {
    const made = (parts: Partial<Note>): Note => ({ run: "lm-1b-lr2e-3", id: `made-${this.next++}`, series: "", step: null, last_step: null, text: "", by: "mira", via: "page", at_millis: now - 7_200_000, changed_millis: null, changed_by: "", ...parts });
    this.notes = [
      made({ text: "first run at twice the rate" }),
      made({ series: "loss", step: 1_200, last_step: 1_450, text: "bad shard 12\nskipped in the next run", changed_millis: now - 3_600_000, changed_by: "tomas" }),
      made({ run: "hostile", step: 40, text: "<img src=x onerror=alert(10)>", by: "<b onmouseover=alert(11)>", via: "command" }),
    ];
  }

  of(run: string): Note[] {
    return this.notes.filter((note) => note.run === run);
  }

  list(runs: string[]) {
    const found = this.notes.filter((note) => runs.length === 0 || runs.includes(note.run)).reverse();
    return { notes: found, total: found.length, problem: null };
  }

  add(run: string, { text = "", series = "", step = null, last_step = null, by }: Wanted, now: number, name: string): Note {
    const note: Note = { run, id: `note-${this.next++}`, series, step, last_step, text, by: by || name, via: "page", at_millis: now, changed_millis: null, changed_by: "" };
    this.notes.push(note);
    return note;
  }

  change(run: string, id: string, { text = "", by }: Wanted, now: number, name: string): Note | undefined {
    const note = this.of(run).find((one) => one.id === id);
    return note && Object.assign(note, { text, changed_millis: now, changed_by: by || name });
  }

  remove(run: string, id: string) {
    const place = this.notes.findIndex((one) => one.run === run && one.id === id);
    place >= 0 && this.notes.splice(place, 1);
    return this.list([run]);
  }
}
