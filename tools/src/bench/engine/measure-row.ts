import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fillUniform, FrostlineError, nameWord } from '@frostline/base';
import { fastest, firstDisagreement, median, type RowResult, type Run } from './compare.js';
import type { Row } from './rows.js';
import type { Side } from './side.js';

/** Memory formats of PyTorch that are tried. */
export const layouts = ['nchw', 'channels_last'] as const;
export type Layout = (typeof layouts)[number];

/** Steps whose losses must agree; they also warm both sides up. */
const comparedSteps = 5;
/** A row is measured in so many alternations, and for so long, whichever comes last. */
const leastRounds = 15;
const mostRounds = 60;

export interface MeasuredRow extends RowResult {
  readonly layout: Layout;
}

/**
 * Measures one row: the two sides take turns on the same batches.
 *
 * @param folder for weights and batches
 * @param leastMs how long at least, unless in the most alternations
 * @throws FrostlineError `bench-loss` when the losses of the first steps are not the same
 */
export async function measureRow(
  row: Row,
  ours: Side,
  peer: Side,
  folder: string,
  { leastMs = 20_000 }: { leastMs?: number } = {},
): Promise<MeasuredRow> {
  const { name, model, size, batch, kind } = row;
  const weights = path.join(folder, `${name}.safetensors`);
  const shape = [batch, size, size, 3];
  const batches = Array.from({ length: comparedSteps }, (_, index) =>
    writeBatch(path.join(folder, `${name}.${String(index)}.bin`), shape, index),
  );
  const opened = { model, kind, weights, batches, shape };
  // Ours comes first, since it writes the weights.
  await ours.ask({ open: opened });
  for (const layout of layouts) await peer.ask({ open: { ...opened, layout } });
  const own: Run[] = [];
  const others: Record<Layout, Run[]> = { nchw: [], channels_last: [] };
  const start = performance.now();
  const enough = (rounds: number): boolean =>
    rounds >= mostRounds || (rounds >= leastRounds && performance.now() - start >= leastMs);
  for (let step = 0; !enough(step - comparedSteps); step++) {
    const run = { batch: step % comparedSteps, rate: rateOf(step) };
    own.push(await ours.ask<Run>({ run }));
    for (const layout of layouts) others[layout].push(await peer.ask<Run>({ run: { ...run, layout } }));
    if (step === comparedSteps - 1) for (const layout of layouts) checkLosses(name, own, others[layout]);
  }
  await ours.ask({ close: true });
  await peer.ask({ close: true });
  const timed = (runs: readonly Run[]): number[] => runs.slice(comparedSteps).map(({ ms }) => ms);
  const best = fastest([
    { layout: 'nchw', ms: timed(others.nchw) },
    { layout: 'channels_last', ms: timed(others.channels_last) },
  ]);
  const mine = timed(own);
  return {
    name,
    ours_ms: mine,
    peer_ms: best.ms,
    ratio: median(mine) / median(best.ms),
    layout: best.layout as Layout,
  };
}

/** A rate that is another at each step. */
const rateOf = (step: number): number => 0.01 * (1 - (step % 10) / 20);

function checkLosses(name: string, own: readonly Run[], others: readonly Run[]): void {
  const losses = (runs: readonly Run[]): number[] => runs.map(({ loss }) => loss);
  const step = firstDisagreement(losses(own), losses(others));
  if (step === undefined) return;
  throw new FrostlineError('bench-loss', 'the two sides do not compute the same', {
    place: name,
    found: `step ${String(step + 1)}: ours ${losses(own).join(' ')}, PyTorch's ${losses(others).join(' ')}`,
  });
}

/** Random pixels and labels, the same at every call. */
function writeBatch(file: string, shape: readonly number[], index: number): string {
  const [images = 1] = shape;
  const size = shape.reduce((product, length) => product * length, 1);
  const uniform = new Float32Array(images + size);
  fillUniform(uniform, { seed: 0, site: nameWord('bench'), epoch: 0, draw: index });
  const pixels = Uint8Array.from(uniform.subarray(images), (u) => Math.floor(u * 256));
  const labels = Int32Array.from(uniform.subarray(0, images), (u) => Math.floor(u * 1000));
  writeFileSync(file, Buffer.concat([pixels, new Uint8Array(labels.buffer)]));
  return file;
}
