import type { Engine } from '@frostline/engine';
import { compareNet, holds, type Verdict } from './compare.js';
import { computeNet } from './compute-net.js';
import type { NetValues } from './net-values.js';
import type { Oracle } from './oracle-file.js';

/** What became of one file: a net that could be run has values, another one a reason. */
export type Conformance =
  | { readonly values: NetValues; readonly verdict: Verdict; readonly holds: boolean }
  | { readonly refused: string; readonly holds: false };

/** Runs the net of an oracle's file and compares; never throws, so that the next file gets its turn. */
export async function conform(engine: Engine, oracle: Oracle): Promise<Conformance> {
  try {
    const values = await computeNet(engine, oracle);
    const verdict = compareNet(oracle, values);
    return { values, verdict, holds: holds(verdict) };
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error), holds: false };
  }
}

/** One line: what agrees, and the worst error as a share of what is allowed. */
export function conformanceLine(model: string, result: Conformance): string {
  const name = model.padEnd(20);
  if ('refused' in result) return `${name} FAILED  ${result.refused}`;
  const { repr, keys, shapes, count, worst } = result.verdict;
  const checks = Object.entries({ repr, keys, shapes, count }).map(([check, difference]) =>
    difference === undefined ? `${check} ok` : `${check} NOT ok (${difference})`,
  );
  const share = worst.ratio.toPrecision(2);
  return `${name} ${result.holds ? 'ok    ' : 'FAILED'}  ${checks.join(', ')}; worst error ${share} of its allowance: ${worst.what}`;
}
