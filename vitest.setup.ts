import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Temporary folders of a test run lie in one folder, which goes when the run ends, however its tests end. Programs that
 * tests start print without colours: Nx asks for them in the environment, and they would stand in what is compared.
 */
export function setup(): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), 'frostline-test-'));
  process.env['TMPDIR'] = folder;
  delete process.env['FORCE_COLOR'];
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
