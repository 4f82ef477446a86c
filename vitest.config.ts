import { defineConfig } from 'vitest/config';

/** One shape of test run for every project: native addons need forks, and console output is a failure. */
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    onConsoleLog(log) {
      if (log.trim() !== '') throw new Error(`a test wrote to the console: ${log}`);
    },
  },
});
