/** Fields that repeat over more than this share of the names are no descriptions. */
const FEW = 0.5;

/**
 * A pattern for folders whose names are fields between underscores: as many in every name, the first of them a name of its
 * own in each, and others with few values. Undefined where they are not.
 */
export function suggestPattern(
  names: readonly string[],
  images: readonly string[],
  root: string,
): { readonly pattern: string; readonly found: string } | undefined {
  const fields = names.map((name) => name.split('_'));
  const width = fields[0]?.length ?? 0;
  if (names.length < 10 || width < 2 || fields.some((parts) => parts.length !== width)) return undefined;
  const valuesOf = (at: number): string[] => [...new Set(fields.map((parts) => parts[at] ?? ''))].sort();
  const described = Array.from({ length: width - 1 }, (_, at) => valuesOf(at + 1));
  const isKey = valuesOf(0).length === names.length;
  if (!isKey || !described.some((values) => values.length <= names.length * FEW)) return undefined;
  const shots = new Set(
    images
      .filter((image) => root === '.' || image.startsWith(`${root}/`))
      .map((image) => (image.split('/').at(-1) ?? '').replace(/\.[^.]+$/, '')),
  );
  const columns = described.map((_, at) => `{field${at + 1}}`);
  const listed = [...described, [...shots].sort()].map((values, at) => {
    const name = at < described.length ? `field${at + 1}` : 'name';
    return `${name}: ${values.slice(0, 4).join(', ')}${values.length > 4 ? ', …' : ''}`;
  });
  return { pattern: `{id}_${columns.join('_')}/{name}`, found: listed.join('; ') };
}
