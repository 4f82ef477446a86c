import { systemClock } from '@frostline/base';
import { competitionFile } from '@frostline/data';
import { readYaml } from '@frostline/protocol';
import { loadSweep } from '@frostline/sweep';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../cli/program.js';
import { recordingTerminal } from '../testing/recording-terminal.js';
import { readCatalog } from '../worker/catalog.js';
import { competitionReference } from './competition-file.js';
import { keyRows } from './key-rows.js';
import { sweepReference } from './sweep-file.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const read = (name: string): string => readFileSync(`${root}${name}`, 'utf8');

async function printed(...argv: string[]): Promise<string> {
  const terminal = recordingTerminal();
  const code = await runCommand(['schema', ...argv], { terminal, cwd: root, env: {}, clock: systemClock });
  expect([code, terminal.printed.err]).toEqual([0, '']);
  return terminal.printed.out;
}

describe.each(['competition', 'sweep'])('what docs/ says of the %s file', (file) => {
  it('is what `npm run docs` makes of the schemas', async () => {
    expect(read(`docs/${file}-file.md`)).toBe(await printed(file, '--markdown'));
    expect(read(`docs/${file}.schema.json`)).toBe(await printed(file));
  });
});

describe('references', () => {
  const sweep = sweepReference(readCatalog());
  const competition = competitionReference();

  it('say what every key is for', () => {
    const rows = [competition, sweep].flatMap(({ schema, leaves }) => keyRows(schema, leaves));
    expect(rows.filter(({ description, type }) => description === '' || type === '')).toEqual([]);
    expect(rows.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['train.images', 'folds.count', 'trial.learning_rate', 'parameters']),
    );
  });

  it('name types, defaults and what is allowed', () => {
    const rowOf = (key: string) => keyRows(sweep.schema, sweep.leaves).find((row) => row.key === key);
    expect(rowOf('method')).toMatchObject({ type: 'word', default: 'required', allowed: 'grid, random' });
    expect(rowOf('folds')).toMatchObject({ type: 'whole number or map', default: '', allowed: '2..50' });
    expect(rowOf('folds.seed')).toMatchObject({ allowed: '0..4294967295, or null' });
    expect(rowOf('seeds')).toMatchObject({ type: 'list of whole numbers', default: '[0]' });
    expect(rowOf('trial.learning_rate')).toMatchObject({
      type: 'number',
      default: '0.01',
      allowed: 'more than 0, at most 100',
    });
    expect(rowOf('trial.flip')).toMatchObject({ default: 'true', allowed: 'true, false' });
  });

  it('have examples that are read', () => {
    expect(loadSweep(sweep.example, { file: 'sweep.yaml', catalog: readCatalog() }).name).toBe('first');
    const { value } = readYaml(competition.example, { file: 'competition.yaml', schema: competitionFile });
    expect(value.name).toBe('fashion');
  });

  it.each(['sweep.yaml', 'study.yaml', 'competition.yaml'])(
    'examples/fashion/%s names a schema that there is',
    (name) => {
      const [, schema = ''] =
        /^# yaml-language-server: \$schema=(\S+)$/m.exec(read(`examples/fashion/${name}`)) ?? [];
      const kind = name === 'competition.yaml' ? 'competition' : 'sweep';
      expect(schema).toBe(`../../docs/${kind}.schema.json`);
    },
  );
});
