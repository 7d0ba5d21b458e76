import { classWords } from "./words";

/** Classes of alerts of a loss or a gradient that blows up. */
const blowUps = ["nan", "exploding", "diverging"];

/** How a run ended beside its state, such as "diverged (NaN)" or "over-fitting unrecovered"; empty where it ended well or goes on. The one place of these words on the page. */
export function verdictWords(state: string, unrecovered: string[] | undefined): string {
  // A run that crashed says so already.
  const faults = (unrecovered ?? []).filter((name) => name !== state);
  const blown = faults.filter((name) => blowUps.includes(name));
  return blown.length > 0 ? `diverged (${blown.map(classWords).join(", ")})` : faults.length > 0 ? `${faults.map(faultWords).join(", ")} unrecovered` : "";
}

function faultWords(name: string): string {
  return name === "overfitting" ? "over-fitting" : name === "underfitting" ? "under-fitting" : classWords(name);
}
