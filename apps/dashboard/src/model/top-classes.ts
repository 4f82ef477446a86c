/** The most probable classes, falling, what is no number last, and the label after them where it is not among them. */
export function topClasses(
  classes: readonly string[],
  probabilities: readonly number[],
  label: string,
  count: number,
): { readonly name: string; readonly probability: number }[] {
  const all = classes.map((name, index) => ({ name, probability: probabilities[index] ?? 0 }));
  const place = ({ probability }: { readonly probability: number }): number =>
    Number.isNaN(probability) ? -1 : probability;
  const falling = all.sort((a, b) => place(b) - place(a));
  const top = falling.slice(0, count);
  if (top.some(({ name }) => name === label)) return top;
  return [...top.slice(0, count - 1), ...falling.filter(({ name }) => name === label)];
}
