import { isUnfinished } from '@frostline/base';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runsFolder } from './logs.js';

/** The lock on a pack or on features that are being made; it outlives whoever was killed over them. */
const lockOfCache = /^[0-9a-f]{64}\.(bin|safetensors)\.lock$/;

/**
 * Removes what killed writers left of caches, checkpoints and results. For the owner only, before its workers start:
 * nobody writes then. It reads the folders of all runs, which takes seconds where there are tens of thousands.
 */
export function removeLeftovers(home: string): void {
  for (const folder of [path.join(home, 'packs'), path.join(home, 'features'), runsFolder(home)]) {
    if (!existsSync(folder)) continue;
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !(isUnfinished(entry.name) || lockOfCache.test(entry.name))) continue;
      rmSync(path.join(entry.parentPath, entry.name), { force: true });
    }
  }
}
