import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('the sample competition is what its program makes from Fashion-MNIST', async () => {
  const program = fileURLToPath(new URL('../../../tools/dist/fashion/make-competition.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, '--check']);
  expect(stdout).toMatch(/^\d+ files checked, 0 differ/);
});
