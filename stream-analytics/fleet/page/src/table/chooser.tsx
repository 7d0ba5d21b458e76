import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { formatCount, plural } from "../format/number";
import { useFetched } from "../live/fetched";
import { Failed, Loading, Nothing } from "../parts/states";
import { columnOf, fields, mostColumns, moved, resized, toggled, type Layout } from "./columns";

/** Names asked for at a time; a search finds the others. */
const mostNames = 200;
/** Time without typing until the service is asked, milliseconds. */
const restMillis = 150;

interface Names {
  columns: { column: string; runs: number }[];
  total: number;
}

interface ChooserProps {
  /** Layout of a list that nobody has changed; null for the axes of a chart, which have neither widths nor pins. */
  usual: Layout | null;
  layout: Layout;
  setLayout: (layout: Layout) => void;
  close: () => void;
}

/** The columns to choose from, and the order, width and pin of those that are shown. */
export function Chooser({ usual, layout, setLayout, close }: ChooserProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState("");
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const type = (value: string) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setText(value.trim()), restMillis);
  };
  return (
    <dialog class="sheet chooser" ref={dialog} onClose={close} onClick={(event) => event.target === dialog.current && close()} aria-labelledby="chooser-title">
      <header>
        <h2 id="chooser-title">{usual ? "Columns" : "Axes"}</h2>
        {usual && <button type="button" class="plain" onClick={() => setLayout(usual)}>As usual</button>}
        <button type="button" onClick={close}>Done</button>
      </header>
      <div class="chooser-sides">
        <section aria-label="To choose from">
          <input type="search" aria-label="Search columns" placeholder="Name of a hyper-parameter, metric or result" onInput={(event) => type(event.currentTarget.value)} />
          <Choices text={text} layout={layout} setLayout={setLayout} />
        </section>
        <section aria-label="Shown, in their order"><Order usual={usual} layout={layout} setLayout={setLayout} /></section>
      </div>
    </dialog>
  );
}

function Choices({ text, layout, setLayout }: { text: string } & Omit<ChooserProps, "close" | "usual">) {
  const { data, status, error, again } = useFetched<Names>("/run-columns", { text: text || null, limit: mostNames });
  const own = fields.filter(({ id, label }) => `${id} ${label}`.toLowerCase().includes(text.toLowerCase()));
  const shown = new Set(layout.columns.map(({ id }) => id));
  const names = data?.columns ?? [];
  const choice = (id: string, label: string, runs: number | null) => (
    <li key={id}>
      <label>
        <input type="checkbox" checked={shown.has(id)} disabled={!shown.has(id) && shown.size >= mostColumns} onChange={() => setLayout(toggled(layout, id))} />
        <span class="chooser-name" title={id}>{label}</span>
        {runs !== null && <span class="quiet" title={plural(runs, "run")}>{formatCount(runs)}</span>}
      </label>
    </li>
  );
  return (
    <>
      <ul class="chooser-list" aria-busy={status === "loading"}>
        {own.map(({ id, label }) => choice(id, label, null))}
        {names.map(({ column, runs }) => choice(column, column, runs))}
      </ul>
      {status === "error" ? <Failed error={error} again={again} /> : data === null ? <Loading height={60} /> : own.length + names.length === 0 && <Nothing>No run has a column of this name.</Nothing>}
      {data !== null && data.total > names.length && <p class="quiet">{formatCount(names.length)} of {formatCount(data.total)} names; a search finds the others.</p>}
      {shown.size >= mostColumns && <p class="quiet">{mostColumns} columns are the most.</p>}
    </>
  );
}

function Order({ usual, layout, setLayout }: Omit<ChooserProps, "close">) {
  const dragged = useRef<number | null>(null);
  const last = layout.columns.length - 1;
  return (
    <ol class="chooser-order">
      {layout.columns.map(({ id, width }, i) => {
        const { label, width: usualWidth } = columnOf(id);
        return (
          <li key={id} draggable onDragStart={(event) => { dragged.current = i; event.dataTransfer?.setData("text/plain", id); }} onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => { event.preventDefault(); dragged.current !== null && setLayout(moved(layout, dragged.current, i)); dragged.current = null; }}>
            <span class="chooser-name" title={id}>{label}</span>
            {usual && <input type="number" min={40} max={800} step={10} aria-label={`Width of ${label}, pixels`} placeholder={String(usualWidth)} value={width ?? ""}
              onChange={(event) => setLayout(resized(layout, id, event.currentTarget.value === "" ? null : Number(event.currentTarget.value)))} />}
            {usual && <button type="button" class="icon" aria-pressed={i < layout.pinned} aria-label={`Pin the columns up to ${label}`} title="Pin up to here" onClick={() => setLayout({ ...layout, pinned: layout.pinned === i + 1 ? 0 : i + 1 })}>⇤</button>}
            <button type="button" class="icon" disabled={i === 0} aria-label={`Move ${label} up`} title="Up" onClick={() => setLayout(moved(layout, i, i - 1))}>↑</button>
            <button type="button" class="icon" disabled={i === last} aria-label={`Move ${label} down`} title="Down" onClick={() => setLayout(moved(layout, i, i + 1))}>↓</button>
            <button type="button" class="icon" disabled={last === 0} aria-label={`Take ${label} away`} title="Take away" onClick={() => setLayout(toggled(layout, id))}>×</button>
          </li>
        );
      })}
    </ol>
  );
}
