import { plural } from '@frostline/base';
import type { SweepEnd } from '../../owner/run-sweep.js';
import type { ExitCode } from '../context.js';

/** One line on how a sweep ended, with what to do about what did not finish. */
export function formatSweepEnd({ complete, failed, paused }: SweepEnd): string {
  const parts = [`${plural(complete, 'run')} complete`];
  if (failed > 0)
    parts.push(`${failed} failed (\`frostline show TRIAL\` says why, \`frostline retry\` runs them again)`);
  if (paused > 0) parts.push(`${paused} paused (\`frostline resume\` goes on)`);
  return `${parts.join(', ')}\n`;
}

/** 130 where something was paused, so that `launch && submit` stops there; 1 where something failed. */
export function exitCodeOf({ failed, paused }: SweepEnd): ExitCode {
  if (paused > 0) return 130;
  return failed > 0 ? 1 : 0;
}
