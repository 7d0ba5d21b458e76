import type uPlot from "uplot";
import type { NoteMark } from "./marks";

/** Notes of a chart, and what happens where the reader chooses a place for one. */
export interface ChartNotes {
  marks: NoteMark[];
  /** True while a click on the chart chooses the place of a new note; else it takes a click with the shift key. */
  placing: boolean;
  /** Takes a place on the x axis; null where notes cannot be written. */
  place: ((x: number) => void) | null;
  /** The reader wants to read the note of this id. */
  open: (id: string) => void;
}

/** Movement from which on a press is a drag, pixels. */
const drag = 4;

/** Puts a pin on every note in view: it shows the words where it is pointed at or has the focus. */
export function placePins(u: uPlot, notes: ChartNotes | undefined): void {
  const pins = [...u.over.querySelectorAll<HTMLButtonElement>(".note-pin")];
  const marks = notes?.marks ?? [];
  marks.forEach((mark, i) => {
    const pin = pins[i] ?? u.over.appendChild(newPin());
    const width = u.over.clientWidth;
    const from = u.valToPos(mark.x, "x");
    const to = mark.until === null ? from : u.valToPos(mark.until, "x");
    // Of a range that begins or ends out of view, the part in view is shown.
    const left = to > from ? Math.max(0, from) : from;
    const right = Math.min(width, to);
    pin.dataset.note = mark.id;
    pin.setAttribute("aria-label", `Note at ${mark.label}`);
    pin.firstElementChild!.textContent = mark.label;
    pin.hidden = !(to >= -1 && from <= width + 1);
    pin.dataset.side = left > width / 2 ? "left" : "right";
    pin.style.left = `${left}px`;
    pin.style.setProperty("--note-range", `${Math.max(0, right - left)}px`);
    mark.colour ? pin.style.setProperty("--note", mark.colour) : pin.style.removeProperty("--note");
  });
  pins.slice(marks.length).forEach((pin) => pin.remove());
}

function newPin(): HTMLButtonElement {
  const pin = document.createElement("button");
  pin.type = "button";
  pin.className = "note-pin";
  pin.appendChild(document.createElement("span")).className = "note-words";
  return pin;
}

/** Lets clicks on the chart choose places and open notes. */
export function followClicks(u: uPlot, notes: () => ChartNotes | undefined): void {
  let pressedAt = 0;
  u.over.addEventListener("mousedown", (event) => (pressedAt = event.clientX));
  u.over.addEventListener("click", (event) => {
    const now = notes();
    const pin = (event.target as Element).closest<HTMLElement>(".note-pin");
    if (pin) {
      now?.open(pin.dataset.note!);
    } else if (now?.place && (now.placing || event.shiftKey) && Math.abs(event.clientX - pressedAt) < drag) {
      now.place(u.posToVal(event.clientX - u.over.getBoundingClientRect().left, "x"));
    }
  });
}

/** The key n notes something at the cursor of the chart, at its last point where there is none. Returns whether the key was that. */
export function noteKey(u: uPlot, { key, target, ctrlKey, metaKey, altKey }: KeyboardEvent, notes: ChartNotes | undefined): boolean {
  const x = u.data[0] as number[];
  if (key !== "n" || ctrlKey || metaKey || altKey || !notes?.place || x.length === 0 || (target as Element).closest(".note-pin")) {
    return false;
  }
  notes.place(x[u.cursor.idx ?? x.length - 1]);
  return true;
}
