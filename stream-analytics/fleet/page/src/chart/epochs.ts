import { toNumber } from "../api/numbers";
import type { Epochs } from "../api/types";
import type { StepTable } from "./axis";

/**
 * Epochs that a run said, as a table between whose entries epochs grow evenly: where several steps say the same epoch, the first of
 * them is its beginning. Null for a run that said none.
 */
export function epochTable({ source, step, epoch }: Epochs): StepTable | null {
  if (step.length === 0) {
    return null;
  }
  const said = epoch.map((one) => toNumber(one) ?? NaN);
  const table = source === "evaluations" ? afterEach(step, said) : { step: [...step], value: said };
  const grown = growing(table);
  if (grown.step.length === 1) {
    // Nobody knows yet how long the first epoch is: its steps so far fill it.
    grown.step.push(Math.max(grown.step[0], step[step.length - 1]) + 1);
    grown.value.push(grown.value[0] + 1);
  }
  return grown;
}

/** An evaluation comes at the end of its epoch. The first of a run that counts epochs from 0 says 0 then, and ends the first epoch. */
function afterEach(step: number[], epoch: number[]): StepTable {
  const from0 = step[0] > 0 && epoch[0] === 0 ? 1 : 0;
  const value = epoch.map((one) => one + from0);
  return step[0] > 0 && value[0] > 0 ? { step: [0, ...step], value: [0, ...value] } : { step: [...step], value };
}

/** The entries whose value is larger than all before. */
function growing({ step, value }: StepTable): StepTable {
  let most = -Infinity;
  const kept = value.flatMap((one, i) => (one > most ? ((most = one), [i]) : []));
  return { step: kept.map((i) => step[i]), value: kept.map((i) => value[i]) };
}
