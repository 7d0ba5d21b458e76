import { useRef } from "preact/hooks";
import type { AlertRow } from "../api/types";
import { plural } from "../format/number";
import { alertClasses, classWords } from "../format/words";
import { useNow, useStream } from "../live/context";
import { usePages } from "../live/pages";
import { AlertLine, withAlert } from "../parts/alert-line";
import { focusedRow, useKeys } from "../parts/shortcuts";
import { Snippet } from "../parts/snippets";
import { Failed, Loading, Nothing } from "../parts/states";
import { useTitle } from "../parts/title";
import { useParameters } from "../route/permalink";
import { AlertBulk } from "../table/alert-bulk";
import { useSelection, type Selection } from "../table/selection";
import { GroupActions } from "../silence/actions";
import { GroupSelect, Select, TextSearch } from "./run-filters";

const filters = ["severity", "class", "project", "owner", "run"] as const;
/** Fields that alerts can be grouped by. */
const groupable = ["class", "project", "owner", "severity", "run_name", "detector", "status"] as const;
/** Alerts asked for at a time; grouped, as many as the service gives at once. */
const [pageSize, groupedSize] = [100, 1_000];
/** Time from an alert until a searched list is asked for anew, milliseconds. */
const againMillis = 1_000;

/** Filter parameters for each choice of status. Unattended alerts are neither silenced nor acknowledged. */
const standings: Record<string, Partial<Record<"state" | "status" | "open", string>>> = {
  firing: { state: "firing" },
  open: { open: "true" },
  unattended: { status: "firing" },
  acknowledged: { status: "acknowledged" },
  silenced: { status: "silenced" },
  recovered: { state: "recovered" },
  unrecovered: { state: "unrecovered" },
  all: {},
};

/** All alerts, newest first; firing ones unless asked otherwise. */
export function AlertsPage() {
  useTitle("Alerts");
  const [query, setQuery] = useParameters();
  const now = useNow();
  const state = Object.hasOwn(standings, query.get("state") ?? "") ? query.get("state")! : "firing";
  const by = groupable.find((field) => field === query.get("by")) ?? null;
  const asked = { ...Object.fromEntries(filters.map((name) => [name, query.get(name)])), ...standings[state] } as Partial<Record<keyof AlertRow, string | null>>;
  const text = query.get("text");
  const alerts = usePages<AlertRow>("/alerts", "alerts", { ...asked, text, limit: by ? groupedSize : pageSize });
  useAlertStream(alerts, asked, text, query.toString());
  const selection = useSelection(alerts.rows.map(({ id }) => id), query, setQuery);
  const focused = (then: (id: string) => void) => () => {
    const id = focusedRow();
    id !== null && then(id);
  };
  useKeys({ x: focused((id) => selection.toggle(id)), X: focused((id) => selection.toggle(id, true)), "*": selection.all });
  const narrowed = ["text", ...filters].filter((name) => query.get(name));
  return (
    <main class="alerts">
      <header class="page-head">
        <h1>Alerts</h1>
        <p class="quiet" aria-live="polite">{alerts.status === "ready" ? plural(alerts.total, "alert") : ""}</p>
      </header>
      <div class="filters">
        <div class="choice" role="group" aria-label="State">
          {Object.keys(standings).map((one) => <button type="button" aria-pressed={state === one} onClick={() => setQuery({ state: one === "firing" ? null : one })}>{one}</button>)}
        </div>
        <TextSearch label="Search alerts" placeholder="Words of summary, run, class, project" where="summary, class, detector, layer, run, its name, project or owner" {...{ query, setQuery }} />
        <Select name="severity" options={["critical", "warning", "info"]} {...{ query, setQuery }} />
        <Select name="class" options={alertClasses} {...{ query, setQuery }} />
        <GroupSelect name="project" listed={alerts.status !== "loading"} {...{ query, setQuery }} />
        <GroupSelect name="owner" listed={alerts.status !== "loading"} {...{ query, setQuery }} />
        <select aria-label="Group by" data-set={by ? "" : undefined} value={by ?? ""} onChange={(event) => setQuery({ by: event.currentTarget.value || null })}>
          <option value="">no groups</option>
          {groupable.map((field) => <option value={field} selected={field === by}>by {fieldWords(field)}</option>)}
        </select>
        {query.get("run") && <button type="button" class="chip" onClick={() => setQuery({ run: null })}>run {query.get("run")} ×</button>}
      </div>
      {alerts.status === "error" ? (
        <Failed error={alerts.error!} again={alerts.again} />
      ) : alerts.rows.length > 0 ? (
        by ? <Grouped {...{ by, now, selection }} alerts={alerts.rows} /> : <List {...{ now, selection }} alerts={alerts.rows} />
      ) : alerts.status === "loading" ? (
        <Loading height={200} />
      ) : (
        <>
          <Nothing>{narrowed.length > 0 ? "No alert matches these filters." : state === "all" ? "No alert has been raised yet." : `No alert is ${state}.`}</Nothing>
          <div class="snippets">
            <Snippet title="All alerts in a terminal" text={`./gradwatch alerts --server ${location.origin}`} />
            <Snippet title="See one on runs that fail" text="./gradwatch demo" />
          </div>
        </>
      )}
      {alerts.rows.length < alerts.total && alerts.status === "ready" && <button type="button" onClick={alerts.more}>Show more</button>}
      <AlertBulk selection={selection} rows={alerts.rows} />
    </main>
  );
}

/** Keeps the list as the stream tells of alerts. Only the service can search them, so that a searched list is asked for anew. */
function useAlertStream(alerts: ReturnType<typeof usePages<AlertRow>>, asked: Partial<Record<keyof AlertRow, string | null>>, text: string | null, key: string) {
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const fits = (alert: AlertRow) => Object.entries(asked).every(([name, wanted]) => !wanted || String(alert[name as keyof AlertRow]) === wanted);
  useStream("alert", (alert) => {
    if (text) {
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        alerts.refresh();
      }, againMillis);
    } else {
      alerts.change((rows) => (fits(alert) ? withAlert(rows, alert) : rows.filter((row) => row.id !== alert.id)));
    }
  }, [alerts.change, alerts.refresh, key]);
  useStream("mutes", alerts.refresh, [alerts.refresh]);
  useStream("settled", alerts.refresh, [alerts.refresh]);
  useStream("reset", alerts.again, []);
}

function fieldWords(field: string): string {
  return field === "run_name" ? "run" : field;
}

function List({ alerts, now, selection }: { alerts: AlertRow[]; now: number; selection: Selection }) {
  return <div class="alert-list roomy">{alerts.map((alert) => <AlertLine key={alert.id} alert={alert} now={now} selection={selection} />)}</div>;
}

/** The loaded alerts by what they have in common, the largest group first. */
function Grouped({ by, alerts, now, selection }: { by: (typeof groupable)[number]; alerts: AlertRow[]; now: number; selection: Selection }) {
  const groups = new Map<string, AlertRow[]>();
  alerts.forEach((alert) => groups.set(alert[by], [...(groups.get(alert[by]) ?? []), alert]));
  return (
    <>
      {[...groups].sort(([, a], [, b]) => b.length - a.length).map(([value, list]) => {
        const words = (by === "class" ? classWords(value) : value) || "(none)";
        return (
          <details key={value} class="alert-set" open={groups.size <= 5}>
            <summary><strong>{words}</strong> <span class="quiet">{plural(list.length, "alert")} of {plural(new Set(list.map(({ run }) => run)).size, "run")}</span></summary>
            <GroupActions alerts={list.filter(({ state }) => state !== "recovered")} what={words} />
            <List {...{ now, selection }} alerts={list} />
          </details>
        );
      })}
    </>
  );
}
