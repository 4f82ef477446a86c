// Runs tests whose extent can be chosen, and says to the tests what was chosen by the environment:
//   run-tests.mjs simulate [--seeds N] [--seed S --path P]   N simulated sweeps, or the one that a failure printed
//   run-tests.mjs faults [--kills N]                         N kills of workers and owners, and of runs that train; 50 unless told
//   run-tests.mjs fuzz [--mutations N]                       N mutated files for each parser, 100,000 unless told
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';

const suites = {
  simulate: {
    options: { seeds: { type: 'string' }, seed: { type: 'string' }, path: { type: 'string' } },
    files: [
      ['packages/sweep', 'src/core/advance.property.test.ts'],
      ['apps/scheduler', 'src/host/simulation.test.ts'],
    ],
  },
  faults: {
    options: { kills: { type: 'string', default: '50' } },
    files: [
      ['apps/scheduler', 'src/host/random-kills.test.ts'],
      ['packages/trainer', 'src/kills.test.ts'],
      ['test/faults'],
    ],
  },
  fuzz: {
    options: { mutations: { type: 'string', default: '100000' } },
    files: [['packages/model', 'src/weights/safetensors.property.test.ts']],
  },
};

const [name, ...args] = process.argv.slice(2);
const suite = suites[name];
if (suite === undefined)
  throw new Error(`no such tests: ${name}; there are ${Object.keys(suites).join(', ')}`);
const { values } = parseArgs({ args, options: suite.options });
const chosen = Object.entries(values).map(([option, value]) => [`FROSTLINE_${option.toUpperCase()}`, value]);
const root = path.resolve(import.meta.dirname, '../..');
for (const [project, ...files] of suite.files) {
  const { status } = spawnSync(
    'npx',
    ['vitest', 'run', '--config', path.join(root, 'vitest.config.ts'), '--root', '.', ...files],
    {
      cwd: path.join(root, project),
      stdio: 'inherit',
      env: { ...process.env, ...Object.fromEntries(chosen) },
    },
  );
  if (status !== 0) process.exitCode = 1;
}
