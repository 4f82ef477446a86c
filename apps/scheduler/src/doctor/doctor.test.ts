import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineNames } from '@frostline/base';
import { acquireOwner } from '@frostline/store/owner-lock';
import { z } from 'zod';
import { examine } from './index.js';
import { stateFolder } from './state-folder.js';

describe('the doctor', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'frostline-doctor-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it('finds everything that a checkout installs, and nothing missing without the step that adds it', async () => {
    const findings = await examine({ cwd: root, home: undefined });
    const state = Object.fromEntries(findings.map((finding) => [finding.name, finding.state]));
    expect(state).toMatchObject({
      node: 'ok',
      'better-sqlite3': 'ok',
      sharp: 'ok',
      'engine onnxruntime': 'ok',
      'engine wasm': 'ok',
    });
    for (const { state, fix } of findings) if (state === 'missing') expect(fix).toBeDefined();
    expect(findings.find(({ name }) => name === 'engine onnxruntime')?.detail).toMatch(
      /default engine.*onnxruntime-1\.\d+\.\d+\/cpu\/.*\/fp32/,
    );
  });

  it('looks at every engine and at WebGPU, and names no npm script that does not exist', async () => {
    const findings = await examine({ cwd: root, home: undefined });
    const engines = findings.flatMap(({ name }) => /^engine (.*)/.exec(name)?.[1] ?? []);
    expect(engines).toEqual(engineNames);
    expect(findings.map(({ name }) => name)).toEqual(expect.arrayContaining(['gpu', 'device webgpu']));
    const manifest = readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8');
    const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(manifest));
    for (const { fix = '' } of findings)
      for (const [, script] of fix.matchAll(/npm run ([\w:]+)/g))
        expect(scripts).toHaveProperty(script ?? '');
  });

  it('says that a ledger is damaged, and what to do', async () => {
    writeFileSync(
      path.join(root, 'ledger.db'),
      'no database at all, but long enough to look like a header of one',
    );
    const [ledger] = await stateFolder({ cwd: root, home: root });
    expect(ledger).toMatchObject({ state: 'missing', required: true });
    expect(ledger?.fix).toContain('backup');
  });

  it('is not troubled by a state folder in which nothing was launched', async () => {
    const [ledger] = await stateFolder({ cwd: root, home: root });
    expect(ledger).toMatchObject({ state: 'ok', detail: `${root}: no sweep here yet` });
  });

  it('sees a living owner without disturbing it', async () => {
    const lock = acquireOwner(root);
    const [, owner] = await stateFolder({ cwd: root, home: root });
    expect(owner?.name).toBe('owner');
    expect(acquireOwner(root)).toBeUndefined();
    lock?.release();
  });
});
