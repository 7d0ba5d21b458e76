import type { AlertDetail, AlertRow, Matcher, Preview, Silence, SilenceList } from "../src/api/types.ts";
import { rowOf } from "./alerts.ts";

const hour = 3_600_000;

/** Name and right of the page's user on this server. `/dev/readonly` switches to a token that may only read. */
export const session = { name: "mira", right: "write" as "read" | "write" };

/** The made-up silences and acknowledgements, which the page may change. */
export class Mutes {
  readonly silences: Silence[];
  readonly acknowledged = new Map<string, NonNullable<AlertRow["acknowledgement"]>>();

  constructor(now: number) {
    this.silences = [
      { id: "s-data", state: "active", matchers: [{ field: "run", pattern: "vit-data-*" }, { field: "class", pattern: "slow" }], created_by: "lena", comment: "the file server moves to the new racks", starts_millis: now - 0.7 * hour, ends_millis: now + 1.6 * hour },
      { id: "s-night", state: "pending", matchers: [{ field: "project", pattern: "/(lm|asr)-.*/" }, { field: "severity", pattern: "info" }], created_by: "oskar", comment: "", starts_millis: now + 5 * hour, ends_millis: now + 29 * hour },
      { id: "s-hostile", state: "expired", matchers: [{ field: "owner", pattern: "<img src=x onerror=alert(9)>" }], created_by: "<b onmouseover=alert(4)>", comment: "<script>alert(3)</script>", starts_millis: now - 9 * hour, ends_millis: now - 3 * hour },
    ];
    this.acknowledged.set("lm-1b-bf16-lr3e-4.0.non-finite.18204", { by: "tomas", comment: "resuming from 18,150", via: "slack", at_millis: now - 240_000, until_millis: now + 720 * hour });
  }

  /** The alert as it stands at `now`. */
  mark<T extends AlertRow>(alert: T, now: number): T {
    const acknowledgement = this.acknowledged.get(alert.id) ?? null;
    const found = alert.state !== "recovered" ? this.silences.find((one) => stateOf(one, now) === "active" && matches(one.matchers, alert)) : undefined;
    const silence = found ? { id: found.id, by: found.created_by, comment: found.comment, since_millis: found.starts_millis, until_millis: found.ends_millis } : null;
    const status = alert.state === "recovered" ? "recovered" : silence ? "silenced" : acknowledgement ? "acknowledged" : alert.state;
    const open = alert.state === "firing" || status === "unrecovered";
    return { ...alert, status, open, silence, acknowledgement };
  }

  list(now: number): SilenceList {
    const order = ["active", "pending", "expired"];
    const silences = this.silences.map((one) => ({ ...one, state: stateOf(one, now) })).sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.ends_millis - a.ends_millis);
    return { silences, total: silences.length, problem: null };
  }

  add({ matchers, created_by, comment, duration_millis }: { matchers: Matcher[]; created_by: string; comment: string; duration_millis: number }, now: number): Silence {
    const silence: Silence = { id: `s-${this.silences.length}`, state: "active", matchers, created_by: created_by || session.name, comment, starts_millis: now, ends_millis: now + duration_millis };
    this.silences.push(silence);
    return silence;
  }

  end(id: string, now: number): Silence | null {
    const silence = this.silences.find((one) => one.id === id);
    if (silence) {
      silence.ends_millis = Math.min(silence.ends_millis, now);
      silence.starts_millis = Math.min(silence.starts_millis, now);
    }
    return silence ? { ...silence, state: "expired" } : null;
  }

  preview(matchers: Matcher[], alerts: AlertDetail[], now: number): Preview {
    const firing = alerts.filter((alert) => alert.state === "firing");
    const found = firing.filter((alert) => matches(matchers, alert)).map((alert) => this.mark(rowOf(alert), now));
    return { alerts: found, total: found.length, firing: firing.length };
  }
}

function stateOf({ starts_millis, ends_millis }: Silence, now: number): Silence["state"] {
  return now >= ends_millis ? "expired" : now < starts_millis ? "pending" : "active";
}

function matches(matchers: Matcher[], alert: AlertRow): boolean {
  return matchers.every(({ field, pattern }) => {
    const text = /^\/.*\/$/.test(pattern) ? pattern.slice(1, -1) : pattern.replace(/[\\^$.+()[\]{}|]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".");
    return (field === "run" ? [alert.run, alert.run_name] : [alert[field]]).some((value) => new RegExp(`^(?:${text})$`, "s").test(value));
  });
}
