import type { HostRecord, SpecRecord } from '@frostline/engine';

/** The names of the three nets that ship. */
export const nets = ['shufflenet_v2_x0_5', 'squeezenet1_1', 'mobilenet_v3_small'] as const;

/** The entry that a step, a record or a list must have. */
export function entry<T>(record: Readonly<Record<string, T>>, key: string): T {
  const value = record[key];
  if (value === undefined) throw new Error(`there is no ${key} among ${Object.keys(record).join(', ')}`);
  return value;
}

/** Shapes and types of a record's tensors. */
export const specsOf = (record: HostRecord): SpecRecord =>
  Object.fromEntries(Object.entries(record).map(([key, { shape, dtype }]) => [key, { shape, dtype }]));
