/** P(X ≤ x) of a standard normal X, to the last digits of a double (Marsaglia 2004, series around 0). */
export function normalDistribution(x: number): number {
  // Beyond eight deviations the rest is below a double's resolution at 1.
  if (Math.abs(x) > 8) return x > 0 ? 1 : 0;
  let [term, sum] = [x, x];
  for (let odd = 3; Math.abs(term) > 1e-17; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** The x with P(X ≤ x) = p, relative error below 1.2e-9 (P. J. Acklam's rational approximations). */
export function normalQuantile(p: number): number {
  const tail = 0.02425;
  if (p < tail) return lowerTail(p);
  if (p > 1 - tail) return -lowerTail(1 - p);
  const q = p - 0.5;
  const square = q * q;
  return (q * polynomial(centre.above, square)) / polynomial(centre.below, square);
}

function lowerTail(p: number): number {
  const q = Math.sqrt(-2 * Math.log(p));
  return polynomial(tails.above, q) / polynomial(tails.below, q);
}

const centre = {
  above: [
    -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
    2.506628277459239,
  ],
  below: [
    -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1,
    -1.328068155288572e1, 1,
  ],
};
const tails = {
  above: [
    -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ],
  below: [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1],
};

/** Coefficients of the highest power first. */
const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduce((value, coefficient) => value * x + coefficient, 0);
