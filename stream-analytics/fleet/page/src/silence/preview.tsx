import { useEffect, useState } from "preact/hooks";
import type { ApiError } from "../api/client";
import { change } from "../api/client";
import type { AlertRow, Matcher, Preview } from "../api/types";
import { plural } from "../format/number";
import { classWords } from "../format/words";
import { SeverityMark } from "../parts/marks";
import { previewWords } from "./matchers";

/** Time without typing until the service is asked, milliseconds. */
const restMillis = 150;

/** Alerts that are listed; the rest is counted. */
const listed = 5;

interface Answer {
  preview: Preview | null;
  error: ApiError | null;
}

/** Alerts that the matchers would mute now. It asks anew whenever they change, and shows the last answer until then. */
export function PreviewList({ matchers, alert }: { matchers: Matcher[]; alert: AlertRow | null }) {
  const { preview, error } = usePreview(matchers);
  if (matchers.length === 0) {
    return <div class="preview"><p>Nothing is chosen: a silence needs at least one label.</p></div>;
  }
  if (error) {
    return <div class="preview" data-wrong role="alert"><p>{error.message}.</p></div>;
  }
  if (!preview) {
    return <div class="preview" role="status"><p class="quiet">Looking what else it would mute</p></div>;
  }
  const covers = alert === null ? null : preview.total > preview.alerts.length || preview.alerts.some((one) => one.id === alert.id);
  const others = preview.alerts.filter((one) => one.id !== alert?.id);
  const more = preview.total - (covers ? 1 : 0) - Math.min(listed, others.length);
  return (
    <div class="preview" data-wide={preview.total > (covers ? 1 : 0) ? "" : undefined}>
      <p role="status">{previewWords(preview.total, covers)}</p>
      {others.length > 0 && (
        <ul>
          {others.slice(0, listed).map((one) => <li><SeverityMark severity={one.severity} /><span><b>{one.run_name || one.run}</b> {classWords(one.class)}</span></li>)}
          {more > 0 && <li class="quiet">and {plural(more, "more alert")}</li>}
        </ul>
      )}
    </div>
  );
}

function usePreview(matchers: Matcher[]): Answer {
  const [answer, setAnswer] = useState<Answer>({ preview: null, error: null });
  const key = JSON.stringify(matchers);
  useEffect(() => {
    if (matchers.length === 0) {
      return undefined;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      change<Preview>("POST", "/silences/preview", { matchers }, abort.signal).then(
        (preview) => setAnswer({ preview, error: null }),
        (error: ApiError) => abort.signal.aborted || setAnswer({ preview: null, error }),
      );
    }, restMillis);
    return () => (clearTimeout(timer), abort.abort());
  }, [key]);
  return answer;
}
