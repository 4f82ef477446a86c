/** The edge to the person or pipe at the other end: everything that a verb may print to or ask about. */
export interface Terminal {
  /** Writes to standard output. */
  out(text: string): void;
  /** Writes to standard error: progress, warnings, errors. */
  err(text: string): void;
  /** Whether standard output is a terminal: tables there, plain lines in a pipe. */
  readonly outIsTerminal: boolean;
  /** Whether standard error is a terminal: a progress bar there, a line now and then elsewhere. */
  readonly errIsTerminal: boolean;
  /** Width in characters, of whichever of the two is a terminal. */
  readonly columns: number;
}

/** The terminal of this process. A reader that went away (`| head`) ends the process quietly, as it does for `cat`. */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    outIsTerminal: process.stdout.isTTY,
    errIsTerminal: process.stderr.isTTY,
    // Asked anew each time: a window changes its size.
    get columns() {
      return columnsOf([process.stdout, process.stderr]);
    },
  };
}

/** The width of the first stream that has one: with `frostline launch | tee` only standard error does. */
export function columnsOf(streams: readonly { readonly columns?: number | undefined }[]): number {
  return streams.find(({ columns = 0 }) => columns > 0)?.columns ?? 100;
}
