/** Deepest nesting of a header: the whole, a tensor, its shape. */
const maximumDepth = 3;

/** What JSON.parse would take too long to refuse, or would not: it keeps the last of two equal keys. */
export interface Flaw {
  readonly problem: string;
  readonly found?: string;
}

/**
 * Looks for what must not be in a header before it is parsed: objects and lists nested too deeply, or a key that stands
 * twice in one object. One pass without recursion, so that no text takes long.
 *
 * @param text may be no JSON at all, which is not found here
 */
export function flawOf(text: string): Flaw | null {
  const objects: (Set<string> | null)[] = [];
  let isKey = false;
  for (let position = 0; position < text.length; position++) {
    const sign = text[position];
    if (sign === '"') {
      const end = endOfString(text, position);
      const keys = objects.at(-1);
      if (isKey && keys) {
        const key = decoded(text.slice(position, end));
        if (keys.has(key)) return { problem: 'a key stands twice in the header', found: key };
        keys.add(key);
      }
      isKey = false;
      position = end - 1;
    } else if (sign === '{' || sign === '[') {
      if (objects.length === maximumDepth) return { problem: 'the header is nested too deeply' };
      objects.push(sign === '{' ? new Set() : null);
      isKey = sign === '{';
    } else if (sign === '}' || sign === ']') objects.pop();
    else if (sign === ',') isKey = objects.at(-1) !== null;
  }
  return null;
}

/** Index behind the closing quote, or the text's length without one. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (text[quote - 1 - escapes] === '\\') escapes++;
    if (escapes % 2 === 0) return quote + 1;
  }
  return text.length;
}

/** Equal keys may be written in two ways; one that is no JSON is refused when all of it is parsed. */
function decoded(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted;
  }
}
