/** What numpy's C code leaves open on paper and scikit-learn's folds depend on: the order of ties and of additions. */

const SMALL = 15;

/**
 * `numpy.argsort(values)` for integers, whose order of equal values is that of its introsort (npysort/quicksort.cpp):
 * scikit-learn's GroupKFold deals groups of equal size in it.
 */
export function argsort(values: ArrayLike<number>): Int32Array {
  const order = Int32Array.from({ length: values.length }, (_, index) => index);
  const at = (index: number): number => order[index] as number;
  const valueAt = (index: number): number => values[at(index)] as number;
  const swap = (a: number, b: number): void => {
    const held = at(a);
    order[a] = at(b);
    order[b] = held;
  };
  const open: [number, number][] = [[0, values.length - 1]];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    let [left, right] = part;
    while (right - left > SMALL) {
      const middle = left + ((right - left) >> 1);
      if (valueAt(middle) < valueAt(left)) swap(middle, left);
      if (valueAt(right) < valueAt(middle)) swap(right, middle);
      if (valueAt(middle) < valueAt(left)) swap(middle, left);
      const pivot = valueAt(middle);
      let [i, j] = [left, right - 1];
      swap(middle, j);
      for (;;) {
        do i++;
        while (valueAt(i) < pivot);
        do j--;
        while (pivot < valueAt(j));
        if (i >= j) break;
        swap(i, j);
      }
      swap(i, right - 1);
      if (i - left < right - i) {
        open.push([i + 1, right]);
        right = i - 1;
      } else {
        open.push([left, i - 1]);
        left = i + 1;
      }
    }
    for (let index = left + 1; index <= right; index++) {
      const moved = at(index);
      let hole = index;
      while (hole > left && (values[moved] as number) < valueAt(hole - 1)) {
        order[hole] = at(hole - 1);
        hole--;
      }
      order[hole] = moved;
    }
  }
  return order;
}

/** `numpy.sum` of contiguous float64: eight running sums, halves past 128 (pairwise summation). */
export function pairwiseSum(values: Float64Array): number {
  const { length } = values;
  if (length < 8) return values.reduce((sum, value) => sum + value, 0);
  if (length > 128) {
    const half = (length >> 1) - ((length >> 1) % 8);
    return pairwiseSum(values.subarray(0, half)) + pairwiseSum(values.subarray(half));
  }
  const sums = Float64Array.from(values.subarray(0, 8));
  const whole = length - (length % 8);
  for (let index = 8; index < whole; index++)
    sums[index % 8] = (sums[index % 8] as number) + (values[index] as number);
  const [a, b, c, d, e, f, g, h] = sums as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return values.subarray(whole).reduce((sum, value) => sum + value, a + b + (c + d) + (e + f + (g + h)));
}

/** `numpy.std` of contiguous float64. */
export function standardDeviation(values: Float64Array): number {
  const mean = pairwiseSum(values) / values.length;
  return Math.sqrt(pairwiseSum(values.map((value) => (value - mean) * (value - mean))) / values.length);
}
