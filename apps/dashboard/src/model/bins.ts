/** An interval of a continuous setting's values: from `from`, to below `to`. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  /** As people read it. */
  readonly label: string;
}

/** So many intervals that a group says something, and not so many that none does. */
const about = 6;

/**
 * The function that finds a number's interval among the round ones that cover some numbers: equal steps, or, where all
 * are positive and the largest is at least a hundred times the least, steps of 1, 2, 5 or 10 times.
 *
 * @param numbers at least one, all finite
 */
export function binsOf(numbers: readonly number[]): (number: number) => Bin {
  let [least, largest] = [Infinity, -Infinity];
  for (const number of numbers) {
    least = Math.min(least, number);
    largest = Math.max(largest, number);
  }
  return least > 0 && largest >= 100 * least
    ? ratioBin(Math.log10(largest / least))
    : stepBin((largest - least) / about);
}

function stepBin(wanted: number): (number: number) => Bin {
  const step = wanted > 0 ? roundUp(wanted) : 1;
  return (number) => {
    // A value on an edge, as 0.3 with steps of 0.1, must not fall below it by its last bit.
    const index = Math.floor(number / step + 1e-9);
    return bin(index * step, (index + 1) * step);
  };
}

function ratioBin(decades: number): (number: number) => Bin {
  const steps = decades > 4 ? [1] : decades > 2.5 ? [1, 3] : [1, 2, 5];
  return (number) => {
    const decade = Math.floor(Math.log10(number) + 1e-9);
    const edges = [...steps, 10].map((step) => Number(`${step}e${decade}`));
    const index = Math.max(
      0,
      edges.findLastIndex((edge) => edge <= number * (1 + 1e-9)),
    );
    const at = Math.min(index, edges.length - 2);
    return bin(edges[at] ?? number, edges[at + 1] ?? number);
  };
}

/** The next of 1, 2, 5 times a power of ten. */
function roundUp(step: number): number {
  const decade = Math.floor(Math.log10(step));
  const factor = [1, 2, 5, 10].find((each) => each * 10 ** decade >= step * (1 - 1e-9)) ?? 10;
  return Number(`${factor}e${decade}`);
}

function bin(low: number, high: number): Bin {
  const [from, to] = [low, high].map((edge) => Number(edge.toPrecision(10)) + 0) as [number, number];
  return { from, to, label: `${from} – ${to}`.replaceAll('-', '−') };
}
