import { useEffect, useState } from "preact/hooks";
import type { AlertRow } from "../api/types";
import { useStream } from "../live/context";
import { alertUrl } from "../route/router";
import { SeverityMark } from "./marks";

/** Time for which a new alert stands at the edge of the page, milliseconds. */
const shownMillis = 12_000;

/** Newest alert, shown for a moment and announced to screen readers; none that is silenced or acknowledged. */
export function Announcer() {
  const [alert, setAlert] = useState<AlertRow | null>(null);
  useStream("alert", (row) => row.status === "firing" && setAlert(row), []);
  useEffect(() => {
    const timer = setTimeout(() => setAlert(null), shownMillis);
    return () => clearTimeout(timer);
  }, [alert]);
  return (
    <div class="announcer" role="status" aria-live="polite">
      {alert && (
        <a class="toast" href={alertUrl(alert.id)} data-severity={alert.severity}>
          <SeverityMark severity={alert.severity} />
          <span><strong>{alert.run_name || alert.run}</strong> {alert.summary}</span>
        </a>
      )}
    </div>
  );
}
