import path from 'node:path';
import { FrostlineError } from '@frostline/base';

/** What a setup program works with. */
export interface Setup {
  /** The workspace; another one where FROSTLINE_WORKSPACE says so. */
  readonly root: string;
  readonly argv: readonly string[];
  readonly say: (line: string) => void;
}

/** Runs a setup program: what goes wrong is told in its own words, without a stack. */
export async function runSetup(setup: (tools: Setup) => Promise<void>): Promise<void> {
  const here = path.resolve(import.meta.dirname, '../../..');
  try {
    await setup({
      root: process.env['FROSTLINE_WORKSPACE'] ?? here,
      argv: process.argv.slice(2),
      say: (line) => process.stdout.write(`${line}\n`),
    });
  } catch (error) {
    if (!(error instanceof FrostlineError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  }
}
