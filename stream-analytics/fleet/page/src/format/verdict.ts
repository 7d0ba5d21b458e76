import { classWords, divergences } from "./words";

/** Words for the faults with which a run ended, such as "diverged (nan)" or "over-fitting unrecovered"; empty where it ended well or goes on. The only place of these words on the page. */
export function verdictWords(state: string, unrecovered: string[] | undefined): string {
  // A run that crashed says so already.
  const faults = (unrecovered ?? []).filter((name) => name !== state);
  const blown = faults.filter((name) => divergences.includes(name));
  const words = (names: string[]) => names.map(classWords).join(", ");
  return blown.length > 0 ? `diverged (${words(blown)})` : faults.length > 0 ? `${words(faults)} unrecovered` : "";
}
