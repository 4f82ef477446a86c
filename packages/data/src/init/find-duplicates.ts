import type { Competition, Sample } from '../competition.js';

/** Images with the same bytes. */
export interface Duplicates {
  /** Ids of labelled images that are one, with their labels. */
  readonly train: readonly (readonly { readonly id: string; readonly label: string }[])[];
  /** Images to predict that are labelled ones. */
  readonly acrossTest: readonly { readonly test: string; readonly train: string }[];
}

export function findDuplicates({
  train,
  test,
  classes,
}: Pick<Competition, 'train' | 'test' | 'classes'>): Duplicates {
  const byContent = new Map<string, Sample[]>();
  for (const sample of train) byContent.set(sample.sha256, [...(byContent.get(sample.sha256) ?? []), sample]);
  return {
    train: [...byContent.values()]
      .filter((samples) => samples.length > 1)
      .map((samples) => samples.map(({ id, label }) => ({ id, label: classes[label] ?? '' }))),
    acrossTest: test.flatMap(({ id, sha256 }) => {
      const original = byContent.get(sha256)?.[0];
      return original === undefined ? [] : [{ test: id, train: original.id }];
    }),
  };
}
