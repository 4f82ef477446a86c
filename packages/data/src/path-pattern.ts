import { InputError } from '@frostline/base';
import { endsWithAny, IMAGE_ENDINGS, UNREAD_ENDINGS } from './image-endings.js';
import { literalPattern } from './literal-pattern.js';

/** What the parts of an image's path mean. */
export interface PathPattern {
  /** Names in braces, in their order. */
  readonly columns: readonly string[];
  /** The cells of an image's path, one for each column; undefined where the path does not fit. */
  match(path: string): string[] | undefined;
}

const TOKEN = /\{([^{}:/*]+)(?::([^{}/]+))?\}|\*\*|[*#]|[^{}*#]+/y;
const ALLOWED =
  '{name} for a part of a name, {name:a|b} for one of some words, * for anything in a name, # for digits, ** for any folders';

/**
 * Understands a pattern such as `{person}_{age}/{shot}`: `{name}` is one or more characters of one name and as few as
 * possible, `{name:a|b}` one of some words, `*` any characters of one name, `#` digits, `**` any characters of several. A pattern that ends as no image
 * does leaves the ending of the path open.
 *
 * @param place where it stands
 * @throws InputError `bad-pattern`
 */
export function parsePattern(text: string, place: string): PathPattern {
  const columns: string[] = [];
  let source = '';
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text);
    if (token === null) throw badPattern('a brace is open or empty', text, place);
    const [written, name, words] = token;
    if (name !== undefined) {
      if (columns.includes(name)) throw badPattern(`{${name}} is there twice`, text, place);
      columns.push(name);
      source += words === undefined ? '([^/]+?)' : `(${words.split('|').map(literalPattern).join('|')})`;
    } else if (written === '**') source += '.*';
    else if (written === '*') source += '[^/]*';
    else if (written === '#') source += '\\d+';
    else source += literalPattern(written);
  }
  const expression = new RegExp(`^${source}$`, 'isu');
  const hasEnding = endsWithAny(text, [...IMAGE_ENDINGS, ...UNREAD_ENDINGS]);
  return {
    columns,
    match: (path) => expression.exec(hasEnding ? path : withoutEnding(path))?.slice(1),
  };
}

function badPattern(problem: string, found: string, place: string): InputError {
  return new InputError('bad-pattern', `not a pattern of paths: ${problem}`, {
    place,
    found,
    allowed: ALLOWED,
  });
}

function withoutEnding(path: string): string {
  return path.replace(/\.[^./]+$/, '');
}
