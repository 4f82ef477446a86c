import type { NetValues, PassValues, Summary } from './net-values.js';
import type { Oracle, OraclePass, OracleSummary } from './oracle-file.js';

/** How far one value is from the truth. */
export interface Deviation {
  /** `train grad features.0.weight`, `eval logits` */
  readonly what: string;
  /** Error over what is allowed: at most 1 is good. */
  readonly ratio: number;
}

/** What a net has to share with torchvision's, and the first difference where it does not. */
export interface Verdict {
  readonly repr: string | undefined;
  readonly keys: string | undefined;
  readonly shapes: string | undefined;
  readonly count: string | undefined;
  /** Of all values. */
  readonly worst: Deviation;
}

export function compareNet(oracle: Oracle, values: NetValues): Verdict {
  const [expected, actual] = [Object.entries(oracle.state_dict), Object.entries(values.state_dict)];
  const keysOf = (state: readonly [string, unknown][]) => state.map(([key]) => key);
  const shapesOf = (state: readonly [string, readonly number[]][]) =>
    state.map(([key, shape]) => `${key} [${shape.join(', ')}]`);
  return {
    repr: firstDifference(values.repr.split('\n'), oracle.repr.split('\n')),
    keys: firstDifference(keysOf(actual), keysOf(expected)),
    shapes: firstDifference(shapesOf(actual), shapesOf(expected)),
    count: firstDifference([String(values.parameters)], [String(oracle.parameters)]),
    worst: worstOf(oracle, values),
  };
}

export const holds = ({ repr, keys, shapes, count, worst }: Verdict): boolean =>
  [repr, keys, shapes, count].every((difference) => difference === undefined) && worst.ratio <= 1;

function firstDifference(actual: readonly string[], expected: readonly string[]): string | undefined {
  for (let index = 0; index < Math.max(actual.length, expected.length); index++)
    if (actual[index] !== expected[index])
      return `${(actual[index] ?? 'nothing').trim()} instead of ${(expected[index] ?? 'nothing').trim()}`;
  return undefined;
}

function worstOf(oracle: Oracle, values: NetValues): Deviation {
  const largestNorm = Math.max(
    ...[oracle.eval, oracle.train]
      .flatMap(({ grad, buffers }) => [...Object.values(grad), ...Object.values(buffers ?? {})])
      .map(({ norm }) => norm),
  );
  const all = [
    ...passDeviations('eval', oracle.eval, values.eval, largestNorm),
    ...passDeviations('train', oracle.train, values.train, largestNorm),
  ];
  return all.reduce((worst, deviation) => (deviation.ratio > worst.ratio ? deviation : worst));
}

/**
 * Ten times torch's own float32 error is allowed, or a small share of the value: 1e-5 of the largest logit; of a tensor
 * 1e-3 of its norm, or 1e-6 of the largest norm in the file, below which a gradient is rounding.
 */
function passDeviations(
  mode: string,
  expected: OraclePass,
  actual: PassValues,
  largestNorm: number,
): Deviation[] {
  const logits = expected.logits.flat();
  const scale = 1e-5 * Math.max(...logits.map(Math.abs));
  const tensors = (kind: 'grad' | 'buffers') =>
    Object.entries(expected[kind] ?? {}).map(([key, summary]) => ({
      what: `${mode} ${kind} ${key}`,
      ratio: tensorRatio(summary, actual[kind]?.[key], largestNorm),
    }));
  return [
    {
      what: `${mode} logits`,
      ratio: ratioOf(largestError(logits, actual.logits.flat()), Math.max(scale, 10 * expected.logits_err32)),
    },
    {
      what: `${mode} loss`,
      ratio: ratioOf(largestError([expected.loss], [actual.loss]), Math.max(scale, 10 * expected.loss_err32)),
    },
    ...tensors('grad'),
    ...tensors('buffers'),
  ];
}

function tensorRatio(expected: OracleSummary, actual: Summary | undefined, largestNorm: number): number {
  const error = largestError(
    [expected.norm, ...expected.head],
    actual === undefined ? [] : [actual.norm, ...actual.head],
  );
  return ratioOf(error, Math.max(1e-3 * expected.norm, 10 * expected.err32, 1e-6 * largestNorm));
}

/** What is not a number is infinitely wrong. */
const ratioOf = (error: number, allowed: number): number =>
  error === 0 ? 0 : Number.isNaN(error) ? Infinity : error / allowed;

/** The largest distance between two lists of numbers; NaN unless they are equally long. */
export const largestError = (expected: readonly number[], actual: ArrayLike<number>): number =>
  expected.length === actual.length
    ? Math.max(...expected.map((value, index) => Math.abs(value - (actual[index] ?? Number.NaN))))
    : Number.NaN;
