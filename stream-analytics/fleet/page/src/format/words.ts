/** The words of a class of alerts: loss_spike is "loss spike", nan is "NaN". */
export function classWords(name: string): string {
  return name === "nan" ? "NaN" : name.replaceAll("_", " ");
}
