import { trialSettings, type TrialEvent, type TrialSettings } from '@frostline/protocol';
import type { PlannedTrial } from '@frostline/sweep';
import { openLedger, type Ledger, type LedgerOptions } from '../ledger.js';
import { addTrials } from '../verbs/add-trials.js';
import { createSweep, type NewSweep } from '../verbs/create-sweep.js';

/** What tests and the programs under `faults/` start from: a sweep of trials with two folds each. */
export const sampleSweep: NewSweep = {
  name: 'sample',
  file: 'sweep.yaml',
  spec: { name: 'sample', method: 'grid' },
  metric: 'macro_f1',
  goal: 'maximize',
  folds: { kind: 'stratified', count: 2, seed: 0 },
  competition: { path: '/data/competition.yaml', hash: 'c0ffee' },
};

export function sampleSettings(settings: Partial<TrialSettings> = {}): TrialSettings {
  return trialSettings.parse({ backbone: 'squeezenet1_1', freeze: 'head', ...settings });
}

export function sampleTrial(id: string, settings: Partial<TrialSettings>): PlannedTrial {
  const runs = [0, 1].map((fold) => ({ id: `${id}-${fold}`, trialId: id, fold }));
  return { id, settings: sampleSettings(settings), runs };
}

/** Opens a ledger that holds the sample sweep with trials `a0`, `a1`, … whose runs wait. */
export function sampleLedger(
  file: string,
  { trials = 2, ...options }: LedgerOptions & { readonly trials?: number } = {},
): { readonly ledger: Ledger; readonly sweepId: string } {
  const ledger = openLedger(file, { clock: sampleClock, ...options });
  const { id: sweepId } = createSweep(ledger, sampleSweep);
  addTrials(
    ledger,
    sweepId,
    Array.from({ length: trials }, (_, index) => sampleTrial(`a${index}`, { seed: index })),
  );
  return { ledger, sweepId };
}

/** Stands still: stored times are equal in every run of a test. */
const sampleClock = { now: () => 1_700_000_000_000, monotonic: () => 0 };

export function started(resumedFromStep = 0): Extract<TrialEvent, { type: 'started' }> {
  return {
    type: 'started',
    resumedFromStep,
    totalSteps: 30,
    stepsPerEpoch: 10,
    engine: 'onnxruntime',
    device: 'cpu',
    numericsClass: 'onnxruntime-1.30-avx512-1',
    numericsChanged: false,
    parts: 1,
  };
}

export function metrics(
  step: number,
  values: Record<string, number>,
): Extract<TrialEvent, { type: 'metrics' }> {
  return { type: 'metrics', step, epoch: Math.floor(step / 10), values };
}

export function finished(score: number): Extract<TrialEvent, { type: 'finished' }> {
  return {
    type: 'finished',
    step: 30,
    epoch: 2,
    values: { macro_f1: score, accuracy: score },
    weightsSha256: 'ab'.repeat(32),
    outOfFold: 'attempt-1/out-of-fold.csv',
    test: 'attempt-1/test.csv',
    seconds: 1.5,
  };
}
