import { plural } from '@frostline/base';
import { withoutDigest } from '@frostline/protocol/labels';
import type { SweepRow } from '@frostline/store';
import path from 'node:path';
import type { SubmitResult } from '../../submission/submit-trial.js';
import { formatScore } from './values.js';

/** What was handed in, for people. */
export function formatSubmission(
  { trialId, out, rows, missing, solution }: SubmitResult,
  { metric }: Pick<SweepRow, 'metric'>,
  cwd: string,
): string {
  const lines = [`${path.relative(cwd, out)}: ${plural(rows, 'prediction')} of trial ${trialId.slice(0, 8)}`];
  if (missing.length > 0)
    lines.push(
      `${plural(missing.length, 'test image')} could not be decoded, so that the shares of the classes stand there: ${some(missing)}`,
    );
  if (solution !== undefined) {
    const others = Object.entries(solution).filter(([name]) => name !== metric);
    const all = [[metric, solution[metric]] as const, ...others];
    lines.push(
      `on the solution: ${all.map(([name, value]) => `${withoutDigest(name)} ${formatScore(value)}`).join(', ')}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function some(ids: readonly string[]): string {
  return ids.length > 5 ? `${ids.slice(0, 5).join(', ')}, …` : ids.join(', ');
}
