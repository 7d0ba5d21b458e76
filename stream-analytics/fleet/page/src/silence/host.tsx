import { useEffect, useState } from "preact/hooks";
import type { AlertRow } from "../api/types";
import type { Draft } from "./matchers";
import { SilenceDialog } from "./dialog";

const asked = "gradwatch:silence";

interface Wanted {
  alert: AlertRow | null;
  drafts?: Draft[];
  /** Alerts that were chosen to be silenced. */
  chosen?: AlertRow[];
}

/** Opens the dialog that makes a silence; for an alert, with its labels, or with matchers that are written already. */
export function askForSilence(alert: AlertRow | null, drafts?: Draft[], chosen?: AlertRow[]): void {
  dispatchEvent(new CustomEvent<Wanted>(asked, { detail: { alert, drafts, chosen } }));
}

/** Shows the dialog when it is asked for. It stands beside the page, so that it stays when the alert leaves a list. */
export function SilenceHost() {
  const [wanted, setWanted] = useState<Wanted | null>(null);
  useEffect(() => {
    const open = (event: Event) => setWanted((event as CustomEvent<Wanted>).detail);
    addEventListener(asked, open);
    return () => removeEventListener(asked, open);
  }, []);
  return wanted && <SilenceDialog {...wanted} close={() => setWanted(null)} />;
}
