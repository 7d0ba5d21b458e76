import { formatCount } from "./number";

/** Words for the part of the curve that one point stands for: "every value", or "1 bucket = 512 steps, min–max". */
export function bucketLabel(raw: boolean, bucketSteps: number): string {
  return raw || bucketSteps <= 1 ? "every value" : `1 bucket = ${formatCount(bucketSteps)} steps, min–max`;
}

/** The same in a sentence. */
export function bucketTitle(raw: boolean): string {
  return raw
    ? "Each point is one value as the job sent it"
    : "Each point is the mean of so many steps; the band reaches from their smallest to their largest value. Zoom in to see every value";
}
