import type { LeaderboardReply } from '@frostline/protocol';
import { createTable } from '@tanstack/react-table';
import { describe, expect, it } from 'vitest';
import { trial } from '../testing/trial.js';
import { emptyView, type ViewState } from '../url/view-state.js';
import { trialColumns } from './columns.js';
import { displayRows } from './display-rows.js';
import { tableOptions } from './table-options.js';

const trials = [
  trial({ id: 'a', rank: 1, score: 0.9, seconds: 5, settings: { freeze: 'head', rate: 0.1 } }),
  trial({ id: 'b', rank: 2, score: 0.8, seconds: 50, settings: { freeze: 'full', rate: 0.01 } }),
  trial({
    id: 'c',
    rank: 3,
    score: 0.6,
    seconds: 10,
    settings: { freeze: 'head', rate: null },
    pinned: true,
  }),
  trial({
    id: 'd',
    rank: null,
    score: null,
    seconds: 0,
    settings: { freeze: 'full', rate: 1 },
    state: 'failed',
  }),
];

const onStateChange = (): void => undefined;

const sweep: LeaderboardReply['sweep'] = {
  id: 's',
  name: 's',
  home: '/x/.frostline',
  file: '/s.yaml',
  metric: 'accuracy',
  goal: 'maximize',
  created: 0,
  trials: 4,
  runs: 4,
  runsComplete: 3,
  live: false,
};

function lines(view: Partial<ViewState>, shown = trials): string[] {
  const columns = trialColumns({ sweep, varying: ['freeze', 'rate'], trials: shown });
  const options = tableOptions(shown, columns, { ...emptyView, ...view });
  const table = createTable({
    ...options,
    state: options.state ?? {},
    onStateChange,
    renderFallbackValue: null,
  });
  return displayRows(table.getSortedRowModel().rows, view.shut ?? []).map((row) =>
    row.kind === 'trial'
      ? row.trial.id
      : `${row.value}: ${row.trials}, ${String(row.best)}, ${row.mean?.toFixed(2) ?? '–'}${row.open ? '' : ' shut'}`,
  );
}

describe("the table's lines", () => {
  it('stand as the leaderboard ranks them, the pinned ones first', () => {
    expect(lines({})).toEqual(['c', 'a', 'b', 'd']);
  });

  it('are sorted by any column, what has no value last both ways', () => {
    expect(lines({ sort: { column: 'seconds', descending: true } })).toEqual(['c', 'b', 'a', 'd']);
    expect(lines({ sort: { column: 'seconds', descending: false } })).toEqual(['c', 'a', 'b', 'd']);
    expect(lines({ sort: { column: 'score', descending: false } })).toEqual(['c', 'b', 'a', 'd']);
    expect(lines({ sort: { column: 'rank', descending: true } })).toEqual(['c', 'b', 'a', 'd']);
    expect(lines({ sort: { column: 'rate', descending: false } })).toEqual(['c', 'b', 'a', 'd']);
  });

  it('are grouped by a setting with best and mean score', () => {
    expect(lines({ group: 'freeze' })).toEqual([
      'head: 2, 0.9, 0.75',
      'a',
      'c',
      'full: 2, 0.8, 0.80',
      'b',
      'd',
    ]);
  });

  it('are grouped into intervals by a setting with many numbers', () => {
    const many = Array.from({ length: 40 }, (_, index) =>
      trial({
        id: `t${index}`,
        score: index / 40,
        settings: { rate: index === 39 ? null : (index + 1) / 100 },
      }),
    );
    const heads = lines({ group: 'rate', shut: [] }, many).filter((line) => line.includes(':'));
    expect(heads.map((line) => line.replace(/,.*/, ''))).toEqual([
      '0 – 0.1: 9',
      '0.1 – 0.2: 10',
      '0.2 – 0.3: 10',
      '0.3 – 0.4: 10',
      'default: 1',
    ]);
  });

  it('leave out the trials of a group that is shut', () => {
    expect(lines({ group: 'freeze', shut: ['head'] })).toEqual([
      'head: 2, 0.9, 0.75 shut',
      'full: 2, 0.8, 0.80',
      'b',
      'd',
    ]);
  });

  it('stand as they were where the URL names a column that is not there', () => {
    expect(lines({ group: 'gone', sort: { column: 'gone', descending: true } })).toEqual([
      'c',
      'a',
      'b',
      'd',
    ]);
  });
});
