/**
 * How far may two engines be apart? Rounding moves every value by about 1e-7, and training amplifies that: a ReLU
 * whose input is within rounding of zero opens on one engine only and moves the whole gradient by per cents. So the
 * measure is what one engine does to itself when all weights move by 1e-7.
 */

/** The factor for what few perturbed runs do not show, and float32's own rounding. */
const margin = 10;
const rounding = 5e-6;

/** For each loss, the largest drift of the perturbed runs so far, times a margin. */
export function allowedDrift(losses: readonly number[], perturbed: readonly (readonly number[])[]): number[] {
  let largest = 0;
  return losses.map((loss, step) => {
    for (const run of perturbed) largest = Math.max(largest, Math.abs((run[step] ?? Number.NaN) - loss));
    return margin * largest + rounding;
  });
}

/** Which losses are further apart than is allowed. */
export function tooFar(
  losses: readonly number[],
  others: readonly number[],
  allowed: readonly number[],
): number[] {
  return losses.flatMap((loss, index) =>
    Math.abs(loss - (others[index] ?? Number.NaN)) <= (allowed[index] ?? 0) ? [] : [index],
  );
}
