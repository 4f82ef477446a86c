import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { FrostlineError, InputError } from '@frostline/base';
import { isComparable, median } from './engine/compare.js';
import { measureRow, type MeasuredRow } from './engine/measure-row.js';
import { benchOptions, type BenchOptions } from './engine/options.js';
import type { Row } from './engine/rows.js';
import { Side } from './engine/side.js';

/**
 * The compiled engine beside PyTorch: the same nets, weights and batches, one step of each side in turn.
 *
 *   npm run bench:engine -- --python PATH [--threads N] [--json FILE] [--only NAME]
 *
 * PATH is an interpreter with torch 2 or later, of whose layouts NCHW and channels_last the faster one counts. Exit 0 when all
 * rows could be measured, 1 when a row failed (the two sides do not compute the same), 2 for wrong usage or a PyTorch that
 * cannot be compared with.
 */
const root = path.resolve(import.meta.dirname, '../../..');
/** npm moves to the root of the project first. */
const here = process.env['INIT_CWD'] ?? process.cwd();
/** As a worker's: freed buffers stay with the process. */
const allocator = { MALLOC_MMAP_THRESHOLD_: '1073741824', MALLOC_TRIM_THRESHOLD_: '4294967296' };

try {
  process.exitCode = await main(benchOptions(process.argv.slice(2), here));
} catch (error) {
  if (!(error instanceof FrostlineError)) throw error;
  process.stderr.write(`bench:engine: ${error.message}\n`);
  process.exitCode = error.exitCode;
}

async function main(options: BenchOptions): Promise<0 | 1> {
  const { peer, version } = await startPeer(options);
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'frostline-bench-'));
  const program = path.join(import.meta.dirname, 'engine-side.js');
  const { side: ours, greeting } = await Side.start<{ numericsClass: string }>(
    process.execPath,
    [program, String(options.threads)],
    allocator,
  );
  const [cpu] = os.cpus();
  print(`${String(os.availableParallelism())} × ${cpu?.model ?? 'unknown'}, Node ${process.versions.node}`);
  print(`ours ${greeting.numericsClass}; PyTorch ${version}, threads ${String(options.threads)}`);
  const measured: MeasuredRow[] = [];
  let failed = 0;
  try {
    for (const row of options.rows)
      try {
        const result = await measureRow(row, ours, peer, scratch);
        measured.push(result);
        print(rowLine(row, result));
      } catch (error) {
        if (!(error instanceof FrostlineError) || error.code !== 'bench-loss') throw error;
        failed++;
        print(error.message);
      }
  } finally {
    await Promise.all([ours.stop(), peer.stop()]);
    rmSync(scratch, { recursive: true });
  }
  if (options.json !== undefined) {
    const written = measured.map(({ name, ours_ms, peer_ms, ratio }) => ({ name, ours_ms, peer_ms, ratio }));
    writeFileSync(options.json, `${JSON.stringify(written, undefined, 2)}\n`);
  }
  return failed === 0 ? 0 : 1;
}

/** @throws InputError `bench-peer` when there is no PyTorch, or one before version 2 */
async function startPeer({ python, threads }: BenchOptions): Promise<{ peer: Side; version: string }> {
  const program = path.join(root, 'tools/bench/engine_peer.py');
  const started = await Side.start<{ version: string }>(python, [program, String(threads)], {
    OMP_NUM_THREADS: String(threads),
    MKL_NUM_THREADS: String(threads),
  }).catch((cause: unknown) => {
    throw new InputError('bench-peer', 'there is no PyTorch to compare with', {
      place: '--python',
      found: python,
      fix: 'name an interpreter that has torch 2 or later',
      cause,
    });
  });
  const { side: peer, greeting } = started;
  if (isComparable(greeting.version)) return { peer, version: greeting.version };
  await peer.stop();
  throw new InputError('bench-peer', 'not comparable: this PyTorch is too old', {
    place: '--python',
    found: greeting.version,
    allowed: 'torch 2 or later',
  });
}

function rowLine({ name, mark }: Row, { ours_ms, peer_ms, ratio, layout }: MeasuredRow): string {
  const ms = (values: readonly number[]): string => `${median(values).toFixed(1)} ms`;
  const verdict = ratio <= mark ? 'reaches' : 'misses';
  return `${name}: ours ${ms(ours_ms)}, PyTorch ${ms(peer_ms)} (${layout}), ratio ${ratio.toFixed(3)}, ${verdict} ${String(mark)}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
