import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadSweep } from './load-sweep.js';
import { planSweep } from './plan.js';
import { catalog } from './testing/catalog.js';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

it('the sweep file of the README loads and plans as it says', () => {
  const text = /```yaml\n([\s\S]*?)```/.exec(read('../README.md'))?.[1] ?? '';
  const sweep = loadSweep(text, { file: 'README.md', catalog });
  const identity = { competitionHash: '', metric: 'accuracy', weightsFiles: {} } as const;
  const { trials, invalid, duplicates } = planSweep(
    sweep,
    catalog,
    { kind: 'stratified', count: 3, seed: 0 },
    identity,
  );
  expect([invalid, duplicates]).toEqual([[], []]);
  const cells = trials.filter(({ settings }) => settings.backbone === 'squeezenet1_1');
  expect(cells.map(({ settings }) => `${settings.freeze} ${settings.learning_rate}`)).toEqual([
    'head 0.03',
    'until:1 0.01',
    'until:-1 0.01',
    'full 0.003',
    'full 0.01',
    'scratch 0.01',
  ]);
});
