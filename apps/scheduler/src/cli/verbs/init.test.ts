import { systemClock } from '@frostline/base';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { recordingTerminal } from '../../testing/recording-terminal.js';
import { runCommand } from '../program.js';

const pixels = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAaklEQVR42hWMQREAQQzCqqRKUBIlVYISlKDo9niSTGaGHTQw3OAh' +
    'Q4eZZRctLLd4ydJ9QKyQQJywiKge+NV3/jswBPrCc+yh++87fOToPWDWyL98xiamfiBsUP7EBYeE5oGyRf3DV1xSWj4Df0sBGwJq' +
    'RQAAAABJRU5ErkJggg==',
  'base64',
);
let cwd: string;

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const terminal = recordingTerminal();
  const code = await runCommand(['init', ...args], { terminal, cwd, env: {}, clock: systemClock });
  return { code, ...terminal.printed };
}

beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'frostline-init-'));
  for (let person = 0; person < 12; person++)
    for (const shot of ['mask1', 'normal']) {
      const folder = path.join(cwd, `contest/${person}_${20 + 5 * person}`);
      mkdirSync(folder, { recursive: true });
      writeFileSync(
        path.join(folder, `${shot}.png`),
        Buffer.concat([pixels, Buffer.from(`${person} ${shot}`)]),
      );
    }
});

describe('frostline init', () => {
  const told = [
    '--pattern',
    '{person}_{age}/{shot}',
    '--target',
    '[{column: shot, times: 2, values: {mask*: 0, normal: 1}}, {column: age, bins: [50]}]',
  ];

  it('prints classes and what it decided, and writes competition.yaml', async () => {
    const { code, out, err } = await run('contest', ...told);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('class\timages\tshare\n0\t6\t25.0 %\n1\t6\t25.0 %\n');
    expect(out).toContain('24 labelled images (labels in path names), none to predict\n');
    expect(out).toContain(
      'folds: stratified_group by person, 3 folds. Column person: 24 images are of 12 groups',
    );
    expect(out).toContain('sizes in pixels: 8 × 8 (24)\n');
    expect(out).toMatch(/wrote contest\/competition\.yaml\n$/);
    expect(existsSync(path.join(cwd, 'contest/competition.yaml'))).toBe(true);
  });

  it('prints JSON', async () => {
    const { out } = await run('contest', ...told, '--json');
    expect(JSON.parse(out)).toMatchObject({
      train: 24,
      imbalance: 1,
      folds: { kind: 'stratified_group', group: 'person' },
      groups: [{ column: 'person', groups: 12, accepted: true }],
    });
  });

  it('overwrites nothing without --force', async () => {
    await run('contest', ...told);
    const again = await run('contest', ...told);
    expect(again).toMatchObject({ code: 2, out: '' });
    expect(again.err).toContain('there is a competition file already; --force replaces it');
    expect((await run('contest', ...told, '--force')).code).toBe(0);
  });

  it('ends with 2 for what it cannot make out, and writes nothing', async () => {
    for (const args of [
      ['nowhere'],
      ['contest'],
      ['contest', '--pattern', '{a'],
      ['contest', ...told.slice(0, 3), '[{colum: age}]'],
    ]) {
      const { code, err } = await run(...args);
      expect(code).toBe(2);
      expect(err).toMatch(/^frostline: /);
    }
    expect((await run('contest', ...told.slice(0, 3), '[{colum: age}]')).err).toMatch(/--target:1:\d+: /);
    expect(existsSync(path.join(cwd, 'contest/competition.yaml'))).toBe(false);
  });
});
