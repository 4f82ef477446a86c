import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { canonicalJson, FrostlineError, sha256, writeFileAtomic } from '@frostline/base';
import type { HostRecord } from '@frostline/engine';
import { encodeSafetensors, parseSafetensors, type Safetensors } from '@frostline/model';
import { KEPT_CHECKPOINTS } from '@frostline/protocol';
import { z } from 'zod';
import type { Checkpoint, TrainingProgress } from './checkpoint.js';
import { tensorDigest } from './tensor-digest.js';

const NAME = /^step-(\d+)\.safetensors$/;
const BEST = 'best/';
/** Holds the claim of the attempt that began last. */
const CLAIM = 'claim';

/** JSON has no NaN and no infinities, which are what a run that has gone wrong may report: they are stored by name. */
const storedNumber = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number)]);

const metadata = z.object({
  progress: z.object({
    step: z.int().min(0),
    lossSum: z.number(),
    chosen: z.object({ epoch: z.int(), values: z.record(z.string(), storedNumber) }).nullable(),
    watched: z.object({ best: z.number().nullable(), waited: z.int().min(0) }),
  }),
  identity: z.string(),
  numericsClass: z.string(),
});

/** A run's checkpoints, and the attempt that may write them. */
export interface ClaimedCheckpoints {
  readonly folder: string;
  readonly claim: string;
}

/**
 * Makes a run's checkpoints this attempt's. An earlier attempt may still be alive: stopped (SIGSTOP) when its owner died, it
 * goes on with the step that it was at before it sees that it has no owner.
 */
export function claimCheckpoints(folder: string): ClaimedCheckpoints {
  const claim = randomUUID();
  writeFileAtomic(path.join(folder, CLAIM), claim);
  return { folder, claim };
}

/**
 * Writes a checkpoint beside the earlier ones, atomically, and removes all but the newest two.
 *
 * @throws FrostlineError `superseded` where a later attempt has claimed them
 */
export function writeCheckpoint(
  { folder, claim }: ClaimedCheckpoints,
  checkpoint: Checkpoint,
): { file: string; sha256: string } {
  const holder = readFileSync(path.join(folder, CLAIM), 'utf8');
  if (holder !== claim)
    throw new FrostlineError('superseded', 'another attempt of this run has begun', { place: folder });
  const { state, best, ...facts } = checkpoint;
  const tensors: HostRecord = { ...state };
  for (const [key, tensor] of Object.entries(best)) tensors[BEST + key] = tensor;
  const text = canonicalJson({ ...facts, progress: storable(facts.progress) });
  const digest = digestOf(text, tensors);
  const file = path.join(folder, `step-${checkpoint.progress.step}.safetensors`);
  writeFileAtomic(file, encodeSafetensors(tensors, { metadata: { frostline: text, sha256: digest } }));
  for (const old of checkpointFiles(folder).slice(KEPT_CHECKPOINTS)) rmSync(old, { force: true });
  return { file, sha256: digest };
}

function storable(progress: TrainingProgress): unknown {
  if (progress.chosen === null) return progress;
  const values = Object.entries(progress.chosen.values).map(([name, value]) => [
    name,
    Number.isFinite(value) ? value : String(value),
  ]);
  return { ...progress, chosen: { ...progress.chosen, values: Object.fromEntries(values) as unknown } };
}

/** The newest checkpoint that is whole and belongs to `identity`; null when there is none. */
export function readLastCheckpoint(folder: string, identity: string): Checkpoint | null {
  for (const file of checkpointFiles(folder)) {
    const checkpoint = readCheckpoint(file);
    if (checkpoint?.identity === identity) return checkpoint;
  }
  return null;
}

/**
 * Removes every checkpoint that is newer than the step from which a run goes on: damaged ones, and those of another
 * run. Left there, they would count as the newest and push out what is written from now on.
 */
export function removeCheckpointsAfter(folder: string, step: number): void {
  for (const file of checkpointFiles(folder)) if (stepOf(file) > step) rmSync(file, { force: true });
}

/** Called once the results stand: a finished run needs no checkpoint. */
export function removeCheckpoints(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Null for a file that is damaged: the one before it serves. */
function readCheckpoint(file: string): Checkpoint | null {
  let decoded: Safetensors;
  let facts: z.output<typeof metadata>;
  try {
    decoded = parseSafetensors(readFileSync(file), file);
    facts = metadata.parse(JSON.parse(decoded.metadata['frostline'] ?? ''));
  } catch {
    return null;
  }
  if (digestOf(decoded.metadata['frostline'] ?? '', decoded.tensors) !== decoded.metadata['sha256'])
    return null;
  const state: HostRecord = {};
  const best: HostRecord = {};
  for (const [key, tensor] of Object.entries(decoded.tensors)) {
    if (key.startsWith(BEST)) best[key.slice(BEST.length)] = tensor;
    else state[key] = tensor;
  }
  return { ...facts, state, best };
}

/** Newest first. */
function checkpointFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort((a, b) => stepOf(b) - stepOf(a))
    .map((name) => path.join(folder, name));
}

function stepOf(file: string): number {
  return Number(NAME.exec(path.basename(file))?.[1]);
}

function digestOf(text: string, tensors: HostRecord): string {
  return sha256(text, tensorDigest(tensors));
}
