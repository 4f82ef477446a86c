import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from './ledger.js';
import { findRuns } from './queries/find-runs.js';
import { leaderboard } from './queries/leaderboard.js';
import { runsOf } from './queries/runs-of.js';
import { findSweep } from './queries/sweeps.js';
import { sampleSweep, sampleTrial } from './testing/sample-ledger.js';
import { temporaryFolder } from './testing/temporary-folder.js';
import { addTrials } from './verbs/add-trials.js';
import { createSweep } from './verbs/create-sweep.js';

let folder: string;
let remove: () => void;
beforeEach(() => {
  const temporary = temporaryFolder();
  folder = temporary.folder;
  remove = () => temporary.remove();
});
afterEach(() => {
  remove();
});

/** Stores a sweep whose files lie in `project`, moves its state folder, and tells where they are said to be. */
function placesAfterMove(project: string, from: string, to: string, weights: string) {
  mkdirSync(from, { recursive: true });
  const ledger = openLedger(path.join(from, 'ledger.db'));
  const file = path.join(project, 'sweep.yaml');
  const competition = { path: path.join(project, 'data', 'competition.yaml'), hash: 'c0ffee' };
  const { id } = createSweep(ledger, { ...sampleSweep, file, competition });
  addTrials(ledger, id, [{ ...sampleTrial('t', { weights }), weightsHash: 'abc' }]);
  ledger.close();
  cpSync(from, to, { recursive: true });
  const moved = openLedger(path.join(to, 'ledger.db'), { readonly: true });
  try {
    const sweep = findSweep(moved);
    const told = [
      runsOf(moved, id)[0]?.settings.weights,
      findRuns(moved, ['t-0'])[0]?.settings.weights,
      leaderboard(moved, id)[0]?.settings.weights,
    ];
    expect(new Set(told).size).toBe(1);
    return { file: sweep.file, competition: sweep.competition.path, weights: told[0] };
  } finally {
    moved.close();
  }
}

describe('a ledger that moves', () => {
  it('with the folder of its sweep file finds what lies in there', () => {
    const [old, now] = [path.join(folder, 'old'), path.join(folder, 'now')];
    const inside = (project: string) => ({
      file: path.join(project, 'sweep.yaml'),
      competition: path.join(project, 'data', 'competition.yaml'),
      weights: path.join(project, 'nets', 'mine.safetensors'),
    });
    const [from, to] = [path.join(old, '.frostline'), path.join(now, '.frostline')];
    expect(placesAfterMove(old, from, to, inside(old).weights)).toEqual(inside(now));
    expect(placesAfterMove(old, from, to, path.join(from, 'net'))).toMatchObject({
      weights: path.join(to, 'net'),
    });
  });

  it('finds what lies elsewhere where it was', () => {
    const [old, now] = [path.join(folder, 'old'), path.join(folder, 'now')];
    const [from, to] = [path.join(old, '.frostline'), path.join(now, '.frostline')];
    expect(placesAfterMove(old, from, to, '/nets/net').weights).toBe('/nets/net');
    expect(placesAfterMove(old, from, to, 'auto').weights).toBe('auto');
  });

  it('without that folder finds all where it was', () => {
    const project = path.join(folder, 'project');
    const mine = path.join(project, 'mine.safetensors');
    const states = [path.join(folder, 'state'), path.join(folder, 'elsewhere', 'state')] as const;
    expect(placesAfterMove(project, ...states, mine)).toEqual({
      file: path.join(project, 'sweep.yaml'),
      competition: path.join(project, 'data', 'competition.yaml'),
      weights: mine,
    });
  });
});
