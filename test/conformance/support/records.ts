/** The entry that a step, a record or a list must have. */
export function entry<T>(record: Readonly<Record<string, T>>, key: string): T {
  const value = record[key];
  if (value === undefined) throw new Error(`there is no ${key} among ${Object.keys(record).join(', ')}`);
  return value;
}
