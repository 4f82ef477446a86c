import type { Terminal } from '../cli/terminal.js';

/** A terminal that keeps what was printed, for tests. */
export interface RecordingTerminal extends Terminal {
  readonly printed: { out: string; err: string };
}

export function recordingTerminal({ isTerminal = false }: { isTerminal?: boolean } = {}): RecordingTerminal {
  const printed = { out: '', err: '' };
  return {
    printed,
    out: (text) => {
      printed.out += text;
    },
    err: (text) => {
      printed.err += text;
    },
    outIsTerminal: isTerminal,
    errIsTerminal: false,
    columns: 100,
  };
}
