/** A count with its noun: `1 run`, `2 runs`; `many` for nouns that take more than an s. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
