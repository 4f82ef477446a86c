import { findSweep, leaderboard, openLedger } from '@frostline/store';

/**
 * Times the leaderboard's query in a process of its own: the first call, and then again and again.
 *
 *   node tools/dist/bench/leaderboard-query.js LEDGER
 */
const [, , file = ''] = process.argv;
const ledger = openLedger(file, { readonly: true });
const { id } = findSweep(ledger);
const timed = (): number => {
  const start = performance.now();
  leaderboard(ledger, id);
  return performance.now() - start;
};
const firstMs = timed();
const again = Array.from({ length: 20 }, timed).sort((a, b) => a - b);
ledger.close();
process.stdout.write(`${JSON.stringify({ firstMs, againMs: again[10] })}\n`);
