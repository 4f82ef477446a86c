import type { FetchProgress } from '../named-files/weights-files.js';
import { formatBytes } from './format/values.js';
import type { Terminal } from './terminal.js';

/** Says how far weights are fetched: on a terminal in one line that changes, elsewhere once for each. */
export function fetchReporter(terminal: Pick<Terminal, 'err' | 'errIsTerminal'>): FetchProgress {
  let last = '';
  return (name, done, total) => {
    const size = total === undefined ? '' : formatBytes(total);
    if (!terminal.errIsTerminal) {
      if (last !== name) terminal.err(`fetching ${name}${size === '' ? '' : `, ${size}`}\n`);
      last = name;
      return;
    }
    const text = `fetching ${name}: ${formatBytes(done)}${size === '' ? '' : ` of ${size}`}`;
    if (text !== last) terminal.err(`\r\u001b[K${done === total ? '' : text}`);
    last = text;
  };
}
