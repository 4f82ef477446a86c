import { InputError, type ErrorDetails } from '@frostline/base';
import type { IssueSource } from './explain-issues.js';
import {
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type ErrorCode,
  type Pair,
} from 'yaml';

/** What may stand there instead, for the slips that people make. */
const grammar: Readonly<Partial<Record<ErrorCode, Pick<ErrorDetails, 'allowed' | 'fix'>>>> = {
  DUPLICATE_KEY: { allowed: 'each key once', fix: 'keep one of the two' },
  TAB_AS_INDENT: { allowed: 'spaces', fix: 'indent with spaces' },
  MULTIPLE_DOCS: { allowed: 'one document', fix: 'remove --- and what follows' },
  BLOCK_AS_IMPLICIT_KEY: { allowed: 'one `key: value` a line', fix: 'put text that holds ": " in quotes' },
  TAG_RESOLVE_FAILED: { allowed: 'plain values', fix: 'leave the tag out' },
  MISSING_CHAR: { allowed: 'brackets, braces and quotes that close', fix: 'close what is open' },
  BAD_INDENT: {
    allowed: 'members of one map in one column, brackets and quotes that close',
    fix: 'line them up, and close what is open',
  },
};

/** Parsed YAML that still knows where each of its members stands. */
export class YamlDocument implements IssueSource {
  readonly code = 'bad-yaml';
  readonly whole = 'the file';
  readonly value: unknown;
  private readonly lines = new LineCounter();
  private readonly document: Document;

  /** @throws InputError `bad-yaml` at the first syntax error, alias or custom tag */
  constructor(
    text: string,
    private readonly file: string,
  ) {
    try {
      this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false, version: '1.2' });
    } catch (cause) {
      // The parser recurses: the only thing that it throws is a stack overflow.
      throw new InputError('bad-yaml', 'nested too deeply', { place: file, cause });
    }
    const [problem] = [...this.document.errors, ...this.document.warnings];
    if (problem !== undefined) {
      const line = text.split('\n')[this.lines.linePos(problem.pos[0]).line - 1]?.trim();
      throw this.refuse(problem.message, problem.pos[0], { found: line, ...grammar[problem.code] });
    }
    visit(this.document, {
      Alias: (_key, alias) => {
        throw this.refuse('aliases are not read', alias.range?.[0] ?? 0, {
          found: `*${alias.source}`,
          fix: 'write the value out',
        });
      },
    });
    this.value = this.document.toJS({ maxAliasCount: 0 });
  }

  /** `file:line:column` of the value at `path`, or of its nearest ancestor in the file. */
  placeOf(path: readonly PropertyKey[]): string {
    let node: unknown = this.document.contents;
    let offset = startOf(node) ?? 0;
    for (const step of path) {
      node = child(node, step);
      const start = startOf(node);
      if (start === undefined) break;
      offset = start;
    }
    return this.placeAt(offset);
  }

  /** `file:line:column` of the key `key` in the map at `path`. */
  placeOfKey(path: readonly PropertyKey[], key: string): string {
    const map = path.reduce<unknown>(child, this.document.contents);
    const offset = startOf(pairOf(map, key)?.key);
    return offset === undefined ? this.placeOf(path) : this.placeAt(offset);
  }

  private placeAt(offset: number): string {
    const { line, col } = this.lines.linePos(offset);
    return `${this.file}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  }

  private refuse(
    summary: string,
    offset: number,
    details: Pick<ErrorDetails, 'found' | 'allowed' | 'fix'> = {},
  ): InputError {
    return new InputError('bad-yaml', summary, { ...details, place: this.placeAt(offset) });
  }
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function child(node: unknown, step: PropertyKey): unknown {
  if (isSeq(node)) return typeof step === 'number' ? node.items[step] : undefined;
  return pairOf(node, step)?.value;
}

function pairOf(node: unknown, key: PropertyKey): Pair | undefined {
  if (!isMap(node)) return undefined;
  return node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
}
