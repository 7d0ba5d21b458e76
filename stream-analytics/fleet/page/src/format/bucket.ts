import { formatCount } from "./number";

/** Says how much of the curve one point stands for: "raw", or "1 bucket = 512 steps, min–max". */
export function bucketLabel(raw: boolean, bucketSteps: number): string {
  return raw || bucketSteps <= 1 ? "raw" : `1 bucket = ${formatCount(bucketSteps)} steps, min–max`;
}
