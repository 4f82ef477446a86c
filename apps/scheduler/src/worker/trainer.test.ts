import { loadCompetition } from '@frostline/data';
import { trialSettings, type RunAssignment, type WorkerMessage } from '@frostline/protocol';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sampleSweepFolder } from '../testing/sample-sweep.js';
import { Trainer } from './trainer.js';

let root: string;
beforeEach(() => {
  root = sampleSweepFolder();
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

async function assignmentOf(
  some: Pick<RunAssignment, 'settings'> & Partial<RunAssignment>,
): Promise<RunAssignment> {
  const competition = path.join(root, 'competition.yaml');
  return {
    runId: 'trial-0',
    trialId: 'trial',
    fold: 0,
    attempt: 1,
    parts: 1,
    token: 'token',
    folds: { kind: 'stratified', count: 3, seed: 0 },
    metric: 'accuracy',
    competition,
    competitionHash: (await loadCompetition(competition)).hash,
    home: path.join(root, '.frostline'),
    artifacts: path.join(root, '.frostline', 'runs', 'trial-0'),
    ...some,
  };
}

it('calls weights that are not those of the plan bad data, which no other attempt mends', async () => {
  const messages: WorkerMessage[] = [];
  const trainer = new Trainer('cpu:0', { name: 'onnxruntime' }, (message) => {
    messages.push(message);
    if (message.type === 'event') setImmediate(() => trainer.acknowledged(message));
  });
  const settings = trialSettings.parse({ backbone: 'squeezenet1_1', freeze: 'head', epochs: 1 });
  await trainer.run(await assignmentOf({ settings, weightsHash: 'of the plan' }));
  expect(messages.filter(({ type }) => type !== 'alive')).toMatchObject([
    { type: 'event', event: { type: 'failed', failure: 'bad-data', code: 'weights-changed' } },
    { type: 'ready' },
  ]);
});

it('answers at once when it is told to stop, and only for the run that it has', async () => {
  const messages: WorkerMessage[] = [];
  const trainer = new Trainer('cpu:0', { name: 'onnxruntime' }, (message) => {
    messages.push(message);
  });
  trainer.stop();
  expect(messages).toEqual([]);
  const settings = trialSettings.parse({ backbone: 'squeezenet1_1', freeze: 'head', epochs: 1 });
  const running = trainer.run(await assignmentOf({ settings }));
  const before = messages.length;
  trainer.stop();
  expect(messages.slice(before)).toEqual([{ type: 'alive', runId: 'trial-0', attempt: 1 }]);
  trainer.stop();
  expect(messages).toHaveLength(before + 1);
  await running;
  expect(messages.filter(({ type }) => type === 'stopped')).toHaveLength(1);
});

it('stops while images are decoded, and then takes up the run anew', async () => {
  const messages: WorkerMessage[] = [];
  let stops = true;
  const trainer = new Trainer('cpu:0', { name: 'onnxruntime' }, (message) => {
    messages.push(message);
    if (message.type === 'event') setImmediate(() => trainer.acknowledged(message));
    if (message.type === 'alive' && stops) trainer.stop();
  });
  const settings = trialSettings.parse({
    backbone: 'squeezenet1_1',
    freeze: 'scratch',
    image_size: 32,
    batch_size: 2,
    epochs: 1,
  });
  await trainer.run(await assignmentOf({ settings }));
  expect(messages.filter(({ type }) => type !== 'alive')).toEqual([
    { type: 'stopped', runId: 'trial-0', attempt: 1, token: 'token' },
    { type: 'ready', pid: process.pid, device: 'cpu:0' },
  ]);
  expect(readdirSync(path.join(root, '.frostline', 'packs'))).toEqual([]);

  stops = false;
  await trainer.run(await assignmentOf({ settings, attempt: 2 }));
  expect(messages.at(-2)).toMatchObject({ type: 'event', event: { type: 'finished' } });
});
