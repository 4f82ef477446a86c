import type { Terminal } from './terminal.js';

/** Says how far something is that is done thing by thing: on a terminal in one line that changes, elsewhere not at all. */
export function countReporter({
  err,
  errIsTerminal,
}: Pick<Terminal, 'err' | 'errIsTerminal'>): (what: string, done: number, total: number) => void {
  let shown = '';
  return (what, done, total) => {
    const percent = `${what}: ${Math.floor((100 * done) / Math.max(1, total))} %`;
    if (!errIsTerminal || percent === shown) return;
    shown = percent;
    err(`\r\u001b[K${done >= total ? '' : percent}`);
  };
}
