import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { diskRoom, roomNeeded } from './room.js';

const MB = 1024 * 1024;

it('asks for more room than there was, and for two checkpoints', () => {
  expect(roomNeeded(0, 0)).toBe(16 * MB);
  expect(roomNeeded(100 * MB, 3 * MB)).toBe(116 * MB);
  expect(roomNeeded(100 * MB, 300 * MB)).toBe(600 * MB);
});

it('knows how much is free, and the largest checkpoint of a run', () => {
  const home = mkdtempSync(path.join(tmpdir(), 'frostline-room-'));
  try {
    const room = diskRoom(home);
    expect(room.free()).toBeGreaterThan(0);
    expect(room.checkpoint('a-0')).toBe(0);
    const folder = path.join(home, 'runs', 'a-0', 'checkpoints');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'step-1.safetensors'), Buffer.alloc(10));
    writeFileSync(path.join(folder, 'step-2.safetensors'), Buffer.alloc(30));
    expect(room.checkpoint('a-0')).toBe(30);
  } finally {
    rmSync(home, { recursive: true });
  }
});
