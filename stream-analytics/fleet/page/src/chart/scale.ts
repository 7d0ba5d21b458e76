/** A tenth of the span above and below; a constant gets room as well. Nothing to show gives 0 to 1. */
export function linearRange(min: number | null, max: number | null): [number, number] {
  if (min === null || max === null || !Number.isFinite(min) || !Number.isFinite(max)) {
    return [0, 1];
  }
  // A mean of equal values differs from them in the last digit.
  const varies = max - min > 1e-9 * Math.max(Math.abs(min), Math.abs(max));
  const pad = varies ? (max - min) * 0.08 : Math.abs(max) * 0.1 || 1;
  const low = min - pad;
  return [min >= 0 && low < 0 ? 0 : low, max + pad];
}

/** A little room in the logarithm; at least half a decade, so that ticks have numbers. Nothing positive gives 0.1 to 1. */
export function logRange(min: number | null, max: number | null): [number, number] {
  if (min === null || max === null || !(min > 0) || !Number.isFinite(max)) {
    return [0.1, 1];
  }
  const [low, high] = [Math.log10(min), Math.log10(max)];
  const pad = Math.max((high - low) * 0.06, high - low < 0.5 ? 0.25 : 0.02);
  return [10 ** (low - pad), 10 ** (high + pad)];
}

/** About as many ticks as a small chart has room for. */
const mostTicks = 7;

/** Ticks of a logarithmic axis: decades, every so many of them where there are many, with 2 and 5 between where there are few. */
export function logSplits(min: number, max: number): number[] {
  const [first, last] = [Math.floor(Math.log10(min)), Math.ceil(Math.log10(max))];
  const every = Math.max(1, Math.ceil((last - first) / mostTicks));
  const digits = Math.log10(max / min) < 2.2 ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let power = Math.ceil(first / every) * every; power <= last; power += every) {
    for (const digit of digits) {
      const tick = Number(`${digit}e${power}`);
      if (tick >= min && tick <= max) {
        ticks.push(tick);
      }
    }
  }
  return ticks;
}
