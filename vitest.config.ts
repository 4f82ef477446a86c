import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** One shape of test run for every project: native addons need forks, and console output is a failure. */
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: path.join(import.meta.dirname, 'vitest.setup.ts'),
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    onConsoleLog(log) {
      if (log.trim() !== '') throw new Error(`a test wrote to the console: ${log}`);
    },
  },
});
