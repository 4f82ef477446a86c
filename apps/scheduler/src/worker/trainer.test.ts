import { loadCompetition } from '@frostline/data';
import { trialSettings, type WorkerMessage } from '@frostline/protocol';
import { rmSync } from 'node:fs';
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

it('calls weights that are not those of the plan bad data, which no other attempt mends', async () => {
  const messages: WorkerMessage[] = [];
  const trainer = new Trainer('cpu:0', 'onnxruntime', (message) => {
    messages.push(message);
    if (message.type === 'event') setImmediate(() => trainer.acknowledged(message));
  });
  const competition = path.join(root, 'competition.yaml');
  await trainer.run({
    runId: 'trial-0',
    trialId: 'trial',
    fold: 0,
    attempt: 1,
    parts: 1,
    token: 'token',
    settings: trialSettings.parse({ backbone: 'squeezenet1_1', freeze: 'head', epochs: 1 }),
    folds: { kind: 'stratified', count: 3, seed: 0 },
    metric: 'accuracy',
    competition,
    competitionHash: loadCompetition(competition).hash,
    weightsHash: 'of the plan',
    home: path.join(root, '.frostline'),
    artifacts: path.join(root, '.frostline', 'runs', 'trial-0'),
  });
  expect(messages.filter(({ type }) => type !== 'alive')).toMatchObject([
    { type: 'event', event: { type: 'failed', failure: 'bad-data', code: 'weights-changed' } },
    { type: 'ready' },
  ]);
});
