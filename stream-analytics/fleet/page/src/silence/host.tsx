import { useEffect, useState } from "preact/hooks";
import type { AlertRow } from "../api/types";
import { SilenceDialog } from "./dialog";

const asked = "gradwatch:silence";

/** Opens the dialog that makes a silence; for an alert, with its labels. */
export function askForSilence(alert: AlertRow | null): void {
  dispatchEvent(new CustomEvent(asked, { detail: alert }));
}

/** Shows the dialog when it is asked for. It stands beside the page, so that it stays when the alert leaves a list. */
export function SilenceHost() {
  const [wanted, setWanted] = useState<{ alert: AlertRow | null } | null>(null);
  useEffect(() => {
    const open = (event: Event) => setWanted({ alert: (event as CustomEvent<AlertRow | null>).detail });
    addEventListener(asked, open);
    return () => removeEventListener(asked, open);
  }, []);
  return wanted && <SilenceDialog alert={wanted.alert} close={() => setWanted(null)} />;
}
