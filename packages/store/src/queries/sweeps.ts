import { InputError } from '@frostline/base';
import type { FoldPlan } from '@frostline/protocol';
import type { Ledger } from '../ledger.js';
import { foundPlace } from '../places.js';

export interface SweepRow {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly spec: unknown;
  readonly metric: string;
  readonly goal: 'maximize' | 'minimize';
  readonly folds: FoldPlan;
  readonly competition: { readonly path: string; readonly hash: string };
  /** Wall clock, milliseconds since 1970. */
  readonly created: number;
  readonly trials: number;
  readonly runs: number;
  readonly runsComplete: number;
}

/** All sweeps, the one launched last first. */
export function listSweeps(ledger: Ledger): SweepRow[] {
  return ledger.all<StoredSweep>(listSql).map((row) => loadSweep(ledger, row));
}

/**
 * A sweep by its id, or its beginning, or its name (of several with one name the newest), or the newest of all.
 *
 * @throws InputError `no-sweep`, with the sweeps that there are
 */
export function findSweep(ledger: Ledger, nameOrId?: string): SweepRow {
  const sweeps = listSweeps(ledger);
  const found =
    nameOrId === undefined
      ? sweeps[0]
      : (sweeps.find(({ id }) => id === nameOrId) ??
        sweeps.find(({ name }) => name === nameOrId) ??
        onlyOne(sweeps.filter(({ id }) => nameOrId !== '' && id.startsWith(nameOrId))));
  if (found !== undefined) return found;
  if (sweeps.length === 0)
    throw new InputError('no-sweep', 'the ledger holds no sweep', {
      place: ledger.file,
      fix: 'run `frostline launch SWEEP.yaml` first',
    });
  throw new InputError('no-sweep', 'no such sweep', {
    found: nameOrId,
    allowed: sweeps.map(({ id, name }) => `${name} (${id})`),
  });
}

const onlyOne = <Row>(rows: readonly Row[]): Row | undefined => (rows.length === 1 ? rows[0] : undefined);

interface StoredSweep extends Omit<SweepRow, 'spec' | 'folds' | 'competition'> {
  readonly spec: string;
  readonly folds: string;
  readonly path: string;
  readonly hash: string;
}

function loadSweep(ledger: Ledger, { path, hash, ...row }: StoredSweep): SweepRow {
  return {
    ...row,
    file: foundPlace(ledger, row.file),
    spec: JSON.parse(row.spec) as unknown,
    folds: JSON.parse(row.folds) as FoldPlan,
    competition: { path: foundPlace(ledger, path), hash },
  };
}

const listSql = `
  SELECT s.id, s.name, s.file, s.spec, s.metric, s.goal, s.folds, s.competition_path AS path,
    s.competition_hash AS hash, s.created, count(m.trial) AS trials, ifnull(sum(m.runs), 0) AS runs,
    ifnull(sum(m.runs_complete), 0) AS runsComplete
  FROM sweep s LEFT JOIN sweep_trial m ON m.sweep = s.key
  GROUP BY s.key ORDER BY s.recency DESC`;
