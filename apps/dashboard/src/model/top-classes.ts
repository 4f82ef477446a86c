/** The most probable classes, falling, and the label after them where it is not among them. */
export function topClasses(
  classes: readonly string[],
  probabilities: readonly number[],
  label: string,
  count: number,
): { readonly name: string; readonly probability: number }[] {
  const all = classes.map((name, index) => ({ name, probability: probabilities[index] ?? 0 }));
  const falling = all.sort((a, b) => b.probability - a.probability);
  const top = falling.slice(0, count);
  if (top.some(({ name }) => name === label)) return top;
  return [...top.slice(0, count - 1), ...falling.filter(({ name }) => name === label)];
}
