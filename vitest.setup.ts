import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Temporary folders of a test run lie in one folder, which goes when the run ends, however its tests end. */
export function setup(): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), 'frostline-test-'));
  process.env['TMPDIR'] = folder;
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
