/** Numbers in [0, 1) that depend on `seed` and `index` alone, so that any zoom of a made-up run shows the same run. */
export function noise(seed: number, index: number): number {
  let x = (seed ^ Math.imul(index + 1, 0x9e3779b1)) >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}

/** About normal, mean 0 and deviation 1. */
export function gauss(seed: number, index: number): number {
  return (noise(seed, index) + noise(seed + 7, index) + noise(seed + 13, index) + noise(seed + 29, index) - 2) * 1.73;
}

/** A seed made of a text. */
export function seedOf(text: string): number {
  return [...text].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193), 0x811c9dc5) >>> 0;
}
