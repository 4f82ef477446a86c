/**
 * Scores worked out a second time, from their definitions and with nothing of the packages under test: what the command
 * prints must agree with what its files say.
 */
export interface Answer {
  readonly truth: string;
  readonly guess: string;
}

export function ownAccuracy(answers: readonly Answer[]): number {
  return answers.filter(({ truth, guess }) => truth === guess).length / answers.length;
}

/** The mean over classes of 2·TP / (2·TP + FP + FN), 0 where a class is neither true nor guessed. */
export function ownMacroF1(answers: readonly Answer[], classes: readonly string[]): number {
  const scores = classes.map((name) => {
    const hits = answers.filter(({ truth, guess }) => truth === name && guess === name).length;
    const wrong = answers.filter(({ truth, guess }) => (truth === name) !== (guess === name)).length;
    return hits === 0 ? 0 : (2 * hits) / (2 * hits + wrong);
  });
  return ownMean(scores);
}

export function ownMean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sample standard deviation. */
export function ownDeviation(values: readonly number[]): number {
  const mean = ownMean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
