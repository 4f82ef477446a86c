import { sortClasses } from '../classes.js';

/** Numbers groups in the order of their sorted names: by value when all are numbers, else by code point. */
export function indexGroups(names: readonly string[]): Int32Array {
  const indexOf = new Map(sortClasses(names).map((name, index) => [name, index]));
  return Int32Array.from(names, (name) => indexOf.get(name) ?? -1);
}

export function groupCount(groups: Int32Array): number {
  return groups.reduce((most, index) => Math.max(most, index + 1), 0);
}

/** Samples of each group. */
export function groupSizes(groups: Int32Array): Int32Array {
  const sizes = new Int32Array(groupCount(groups));
  for (const index of groups) sizes[index] = (sizes[index] ?? 0) + 1;
  return sizes;
}

/** Samples of each class in each group, class indices ascending without gaps; one row per group. */
export function classCountsOfGroups(labels: ArrayLike<number>, groups: Int32Array): Float64Array[] {
  const present = [...new Set(Array.from(labels))].sort((a, b) => a - b);
  const columnOf = new Map(present.map((label, column) => [label, column]));
  const counts = Array.from({ length: groupCount(groups) }, () => new Float64Array(present.length));
  groups.forEach((index, row) => {
    const column = columnOf.get(labels[row] ?? -1) ?? -1;
    const ofGroup = counts[index];
    if (ofGroup) ofGroup[column] = (ofGroup[column] ?? 0) + 1;
  });
  return counts;
}

/** Samples of each class. */
export function classTotals(counts: readonly Float64Array[]): Float64Array {
  const totals = new Float64Array(counts[0]?.length ?? 0);
  for (const row of counts)
    for (const [column, value] of row.entries()) totals[column] = (totals[column] ?? 0) + value;
  return totals;
}
