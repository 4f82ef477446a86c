/** Strings, and the punctuation that says what a string is. */
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gs;

/**
 * The first key that stands twice in one object of a JSON text, or null. JSON.parse would silently keep the last.
 *
 * @param text valid JSON
 */
export function duplicateKey(text: string): string | null {
  const objects: (Set<string> | null)[] = [];
  let isKey = false;
  for (const [token] of text.matchAll(tokens)) {
    const keys = objects.at(-1);
    if (token === '{') objects.push(new Set());
    else if (token === '[') objects.push(null);
    else if (token === '}' || token === ']') objects.pop();
    else if (token.startsWith('"') && isKey && keys) {
      const key = JSON.parse(token) as string;
      if (keys.has(key)) return key;
      keys.add(key);
    }
    isKey = token === '{' || (token === ',' && objects.at(-1) !== null);
  }
  return null;
}
