import type { CompareReply } from '@frostline/protocol';

/** F1 of a class under each trial, and its difference from the first trial's. */
export interface ClassDifference {
  readonly name: string;
  readonly f1: readonly (number | null)[];
  readonly differences: readonly (number | null)[];
}

/** The classes by their largest difference, and that of all: what a bar of full length stands for. */
export function classDifferences(perClass: CompareReply['perClass']): {
  readonly rows: ClassDifference[];
  readonly widest: number;
} {
  const rows = perClass
    .map(({ class: name, f1 }) => {
      const first = f1[0] ?? null;
      const differences = f1.map((value) => (value === null || first === null ? null : value - first));
      return {
        name,
        f1,
        differences,
        largest: Math.max(0, ...differences.map((value) => Math.abs(value ?? 0))),
      };
    })
    .sort((a, b) => b.largest - a.largest || a.name.localeCompare(b.name, 'en'));
  return {
    rows: rows.map(({ name, f1, differences }) => ({ name, f1, differences })),
    widest: rows[0]?.largest === undefined || rows[0].largest === 0 ? 1 : rows[0].largest,
  };
}
