import catalogue from "./alert-classes.json";

const known = new Map(catalogue.map((one) => [one.class, one]));

/** Classes of alerts, as the catalogue of the service has them. */
export const alertClasses = catalogue.map((one) => one.class);

/** Classes with which a run has diverged. */
export const divergences = catalogue.filter((one) => one.divergence).map((one) => one.class);

/** The words of a class of alerts: loss_spike is "loss spike"; of what the catalogue lacks, the name itself. */
export function classWords(name: string): string {
  return known.get(name)?.words ?? name.replaceAll("_", " ");
}

/** Series that show a class of alerts beside the loss. */
export function shownBy(name: string): string[] {
  return known.get(name)?.shownBy ?? [];
}
