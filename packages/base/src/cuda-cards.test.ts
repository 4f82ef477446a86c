import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { cudaCards, parseCudaCards } from './cuda-cards.js';

const { PATH } = process.env;
afterEach(() => {
  process.env['PATH'] = PATH;
});

it('cards are what nvidia-smi lists', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'cards-'));
  const tool = path.join(folder, 'nvidia-smi');
  writeFileSync(tool, '#!/bin/sh\necho "0, NVIDIA A100-SXM4-40GB, 40960"\necho "1, Tesla T4, 15360"\n');
  chmodSync(tool, 0o755);
  process.env['PATH'] = `${folder}:${String(PATH)}`;
  expect(await cudaCards()).toEqual([
    { index: 0, name: 'NVIDIA A100-SXM4-40GB', memory: 40_960 },
    { index: 1, name: 'Tesla T4', memory: 15_360 },
  ]);
});

it('there are none without the tool, or where it only complains', async () => {
  process.env['PATH'] = '/nowhere';
  expect(await cudaCards()).toEqual([]);
  expect(parseCudaCards('NVIDIA-SMI has failed because it could not communicate with the driver.\n')).toEqual(
    [],
  );
});
