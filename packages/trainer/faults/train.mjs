// Trains a run from its folder's job.json, prints its events and how often its compiled step was called, or kills itself on the way:
//   train.mjs FOLDER                 to the end
//   train.mjs FOLDER call N          before the N-th call of the compiled step
//   train.mjs FOLDER WHERE N         at the N-th checkpoint, WHERE: content (half of it is written), rename, renamed
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { openPack } from '@frostline/data';
import { openEngine } from '@frostline/engine';
import { FeatureStore, fit, StepCache } from '../dist/index.js';

const [folder, where, number] = process.argv.slice(2);
const {
  samples,
  size,
  cache: shared,
  ...plan
} = JSON.parse(fs.readFileSync(path.join(folder, 'job.json'), 'utf8'));
const counts = {};
/** Dies at the N-th time that it comes by the place chosen. */
const pass = (place) => {
  counts[place] = (counts[place] ?? 0) + 1;
  if (place === where && counts[place] === Number(number)) process.kill(process.pid, 'SIGKILL');
};

const isCheckpoint = (file) => /checkpoints[/\\]\.?step-/.test(String(file));
const { openSync, writeSync, renameSync } = fs;
let written;
fs.openSync = (file, ...rest) => {
  const handle = openSync(file, ...rest);
  if (isCheckpoint(file) && rest[0] === 'wx') written = handle;
  return handle;
};
fs.writeSync = (handle, bytes, offset) => {
  if (handle !== written) return writeSync(handle, bytes, offset);
  written = undefined;
  const half = writeSync(handle, bytes, offset, Math.ceil((bytes.byteLength - offset) / 2));
  pass('content');
  return half;
};
fs.renameSync = (from, to) => {
  if (isCheckpoint(to)) pass('rename');
  renameSync(from, to);
  if (isCheckpoint(to)) pass('renamed');
};
syncBuiltinESMExports();

const engine = await openEngine({ name: 'onnxruntime' });
const compile = engine.compile.bind(engine);
engine.compile = async (program) => {
  const step = await compile(program);
  if (!program.name.startsWith('train ')) return step;
  return {
    run: (...call) => {
      pass('call');
      return step.run(...call);
    },
    dispose: () => step.dispose(),
  };
};

const { train, test } = plan;
const packOf = (split) => openPack(shared, samples[split], { size });
const job = {
  ...plan,
  train: {
    pack: await packOf('train'),
    ids: train.ids,
    labels: Int32Array.from(train.labels),
    folds: Int32Array.from(train.folds),
  },
  test: { pack: await packOf('test'), ids: test.ids },
  folder,
  output: path.join(folder, 'results'),
};
const tools = {
  cache: new StepCache(engine),
  features: new FeatureStore(path.join(folder, 'features')),
  checkpointSeconds: 0.05,
};
for await (const event of fit(job, tools)) process.stdout.write(`${JSON.stringify(event)}\n`);
process.stdout.write(`${JSON.stringify({ type: 'counts', ...counts })}\n`);
