import type { AlertRow } from "../api/types";
import { plural } from "../format/number";
import { alertClasses } from "../format/words";
import { useNow, useStream } from "../live/context";
import { usePages } from "../live/pages";
import { AlertLine, withAlert } from "../parts/alert-line";
import { Snippet } from "../parts/snippets";
import { Failed, Loading, Nothing } from "../parts/states";
import { useTitle } from "../parts/title";
import { useParameters } from "../route/permalink";
import { Select } from "./run-filters";

const filters = ["severity", "class", "project", "owner", "run"] as const;

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
  const asked = { ...Object.fromEntries(filters.map((name) => [name, query.get(name)])), ...standings[state] } as Partial<Record<keyof AlertRow, string | null>>;
  const alerts = usePages<AlertRow>("/alerts", "alerts", { ...asked, limit: 100 });
  const fits = (alert: AlertRow) => Object.entries(asked).every(([name, wanted]) => !wanted || String(alert[name as keyof AlertRow]) === wanted);
  useStream("alert", (alert) => {
    alerts.change((rows) => (fits(alert) ? withAlert(rows, alert) : rows.filter((row) => row.id !== alert.id)));
  }, [alerts.change, query.toString()]);
  useStream("mutes", alerts.refresh, [alerts.refresh]);
  useStream("settled", alerts.refresh, [alerts.refresh]);
  useStream("reset", alerts.again, []);
  const narrowed = filters.filter((name) => query.get(name));
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
        <Select name="severity" options={["critical", "warning", "info"]} {...{ query, setQuery }} />
        <Select name="class" options={alertClasses} {...{ query, setQuery }} />
        {narrowed.filter((name) => !["severity", "class"].includes(name)).map((name) => (
          <button type="button" class="chip" onClick={() => setQuery({ [name]: null })}>{name} {query.get(name)} ×</button>
        ))}
      </div>
      {alerts.status === "error" ? (
        <Failed error={alerts.error!} again={alerts.again} />
      ) : alerts.rows.length > 0 ? (
        <div class="alert-list roomy">{alerts.rows.map((alert) => <AlertLine key={alert.id} alert={alert} now={now} />)}</div>
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
    </main>
  );
}
