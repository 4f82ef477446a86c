/** JSON for programs, indented. Numbers that JSON lacks appear as their names: "NaN", "Infinity", "-Infinity". */
export function formatJson(value: unknown): string {
  const text = JSON.stringify(
    value,
    (_key, member: unknown) =>
      typeof member === 'number' && !Number.isFinite(member) ? String(member) : member,
    2,
  );
  return `${text}\n`;
}
