import path from 'node:path';
import { defineConfig } from 'vitest/config';

/**
 * One shape of test run for every project: native addons need forks, and console output is a failure. The files of a
 * project share their process: a file that leaves something behind is a fault to find, and loading a runtime for each takes
 * longer than most tests.
 */
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: path.join(import.meta.dirname, 'vitest.setup.ts'),
    pool: 'forks',
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    onConsoleLog(log) {
      if (log.trim() !== '') throw new Error(`a test wrote to the console: ${log}`);
    },
  },
});
