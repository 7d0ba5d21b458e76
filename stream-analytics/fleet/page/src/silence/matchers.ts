import type { AlertRow, Matcher, MatcherField } from "../api/types";

/** The fields that a matcher may look at, in the order in which they are shown. */
export const matcherFields: MatcherField[] = ["run", "class", "detector", "severity", "project", "owner"];

/** A matcher that is being written; only those that are used count. */
export interface Draft extends Matcher {
  used: boolean;
}

/** A pattern that matches `name` and nothing else: characters that patterns give a meaning lose it. */
export function patternOf(name: string): string {
  const plain = !/[*?]/.test(name) && !(name.length >= 2 && name.startsWith("/") && name.endsWith("/"));
  return plain ? name : `/${name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}/`;
}

/** A matcher of each label that the alert has, all of them used: they match it, and what is like it. */
export function draftsOf(alert: AlertRow | null): Draft[] {
  const labels: Record<MatcherField, string> = {
    run: alert?.run ?? "",
    class: alert?.class ?? "",
    detector: alert?.detector ?? "",
    severity: alert?.severity ?? "",
    project: alert?.project ?? "",
    owner: alert?.owner ?? "",
  };
  return matcherFields.map((field) => ({ field, pattern: labels[field] === "" ? "" : patternOf(labels[field]), used: labels[field] !== "" }));
}

/** Longest pattern that the service takes, characters. */
export const longestPattern = 500;

/** A pattern that matches these names and no others. */
export function anyOf(names: string[]): string {
  return names.length === 1 ? patternOf(names[0]) : `/(${names.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|")})/`;
}

/** A matcher of each field that has names, which matches these names. */
export function draftsFor(names: Partial<Record<MatcherField, string[]>>): Draft[] {
  return matcherFields.map((field) => {
    const all = [...new Set(names[field] ?? [])].filter(Boolean);
    return { field, pattern: all.length === 0 ? "" : anyOf(all), used: all.length > 0 };
  });
}

/** True where one silence for all of `alerts` would also match other alerts: those of one's run with the class or detector of another. */
export function crosses(alerts: AlertRow[]): boolean {
  const number = (values: string[]) => new Set(values).size;
  const chosen = number(alerts.map((alert) => JSON.stringify([alert.run, alert.class, alert.detector])));
  return chosen < number(alerts.map(({ run }) => run)) * number(alerts.map((alert) => alert.class)) * number(alerts.map(({ detector }) => detector));
}

/** Note on a silence that {@link crosses}. */
export const crossingWords = "Can mute more than the chosen alerts: each of these runs with each of these classes and detectors.";

/** The matchers that a draft stands for. */
export function matchersOf(drafts: Draft[]): Matcher[] {
  return drafts.filter(({ used, pattern }) => used && pattern !== "").map(({ field, pattern }) => ({ field, pattern }));
}

/** Lengths to choose from for a silence, milliseconds; one of them is always chosen. */
export const lengths: [string, number][] = [
  ["1 h", 3_600_000],
  ["2 h", 7_200_000],
  ["8 h", 28_800_000],
  ["1 d", 86_400_000],
  ["3 d", 259_200_000],
  ["7 d", 604_800_000],
];

/** The length that is chosen at first: 2 h. */
export const usualLength = 1;

/** Sentence about the alerts that a silence would mute besides the one it was opened from. */
export function previewWords(total: number, covers: boolean | null): string {
  const others = covers ? total - 1 : total;
  const count = `${others} ${covers ? "other " : ""}alert${others === 1 ? "" : "s"}`;
  if (covers === null) {
    return total === 0 ? "Mutes no alert that fires now; those that fire later and match are muted." : `Mutes ${count} that fire${others === 1 ? "s" : ""} now.`;
  }
  if (!covers) {
    return `Does not mute this alert${total === 0 ? "" : `, but ${count}`}.`;
  }
  return others === 0 ? "Mutes this alert, and no other that fires now." : `Mutes this alert and ${count} that fire${others === 1 ? "s" : ""} now.`;
}
