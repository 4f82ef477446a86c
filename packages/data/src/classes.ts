const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/;

/** The distinct labels: by value when all are numbers, else by code point, so that no locale has a say. */
export function sortClasses(labels: Iterable<string>): string[] {
  const classes = [...new Set(labels)];
  const byText = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
  const numeric = classes.every((label) => NUMBER.test(label));
  return classes.sort((a, b) => (numeric ? Number(a) - Number(b) : 0) || byText(a, b));
}
