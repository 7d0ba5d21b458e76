import { useLayoutEffect, useRef } from "preact/hooks";
import { shortcuts } from "./shortcuts";

/** The list of keys, over the page. */
export function Help({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog class="help" ref={dialog} onClose={close} onClick={(event) => event.target === dialog.current && close()} aria-labelledby="help-title">
      <h2 id="help-title">Keyboard</h2>
      <dl>
        {shortcuts.map(([key, does]) => (
          <div>
            <dt>{key.split("  ").map((one) => <kbd>{one}</kbd>)}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <h2>On a chart</h2>
      <p>Drag to zoom: the part that you choose is fetched again in more detail, down to single steps. Double-click to leave the zoom. Click the flag of an alert to open it, the pin of a note to go to it. On the page of a run, a click with Shift notes something at that step.</p>
      <p class="marks"><span>◆ NaN</span><span>▲ +Inf</span><span>▼ −Inf</span><span class="quiet">○ zero or below, on a logarithmic axis</span></p>
      <button type="button" onClick={close}>Close</button>
    </dialog>
  );
}
