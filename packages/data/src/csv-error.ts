import { InputError, type ErrorDetails } from '@frostline/base';
import type { CsvError } from 'csv-parse/sync';

/** What the parser knows of the place, beyond its message. */
interface CsvPlace {
  readonly lines?: number;
  readonly record?: readonly string[];
}

/** A parser's complaint about a CSV text as `bad-csv`: the line, what stands there, what may, and how to mend it. */
export function explainCsvError(cause: CsvError, text: string, file: string): InputError {
  const { lines, record = [] } = cause as CsvError & CsvPlace;
  const [header = ''] = text.split(/[\r\n]/, 1);
  const at = (line: number | undefined): string => (line === undefined ? file : `${file}:${line}`);
  const refuse = (problem: string, details: ErrorDetails): InputError =>
    new InputError('bad-csv', problem, { place: at(lines), cause, ...details });
  switch (cause.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return refuse('a quoted field does not end', {
        // The last quote of the text is the one that nothing closes.
        place: at(text.slice(0, text.lastIndexOf('"')).split(/\r\n|\n|\r/).length),
        allowed: 'fields that begin and end with ", or hold none',
        fix: 'close the quote, or write "" for a quote inside a quoted field',
      });
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
      return refuse('a row has another number of fields than the header', {
        found: record.join(','),
        allowed: `as many fields as ${header}`,
        fix: separatorHint(header) ?? 'add what is missing; put fields that hold commas in quotes',
      });
    default:
      return refuse(cause.message, { fix: separatorHint(header) ?? 'write the file as RFC 4180 has it' });
  }
}

/** What to do about a header without a comma whose fields something else separates. */
export function separatorHint(header: string): string | undefined {
  if (header.includes(',')) return undefined;
  const separator = [';', '\t', '|'].find((character) => header.includes(character));
  if (separator === undefined) return undefined;
  return `it looks like ${JSON.stringify(separator)} separates the fields: save the file with commas`;
}
