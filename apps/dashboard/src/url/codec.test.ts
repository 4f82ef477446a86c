import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatView, parseView } from './codec.js';
import { emptyView, type ViewState } from './view-state.js';

describe('a view in the URL', () => {
  it('is nothing at all while it is as it is by default', () => {
    expect(formatView(emptyView)).toBe('');
    expect(parseView('')).toEqual(emptyView);
  });

  it('comes back as it was written, whatever stands in it', () => {
    const view: ViewState = {
      sweep: 'a1b2',
      page: 'curves',
      trial: 'c3d4',
      picked: ['a', 'b'],
      search: 'lr=0.1 & more',
      states: ['complete', 'failed'],
      where: { backbone: ['resnet18', 'vit_b_16'], freeze: ['until:2', 'llrd:0.7'] },
      ranges: {
        learning_rate: { from: 0.0001, to: null },
        seconds: { from: null, to: 1e21 },
        score: { from: 0.5, to: 1 },
      },
      tags: ['try again', 'a:b'],
      pinned: true,
      sort: { column: 'learning_rate', descending: true },
      group: 'freeze',
      shut: ['until:2'],
      hidden: ['seconds', 'folds'],
      metric: 'val_loss',
      axis: 'step',
      scale: 'log',
      foldLines: true,
      log: { fold: 2, attempt: 3 },
      mistakes: 36,
      cell: 'mean',
      overview: false,
    };
    expect(parseView(formatView(view))).toEqual(view);
  });

  it('leaves out what it does not understand', () => {
    expect(
      parseView(
        '?page=teapot&axis=wall&log=1.x&mistakes=many&state=molten&cell=worst&range=lr:a..b&range=:1..2&range=lr&where=nothing&where=:x&unknown=1',
      ),
    ).toEqual(emptyView);
  });

  it('filters by settings whatever their names are', () => {
    const view = parseView('?where=constructor:x&where=__proto__:y&where=__proto__:z');
    expect(Object.entries(view.where)).toEqual([
      ['constructor', ['x']],
      ['__proto__', ['y', 'z']],
    ]);
  });

  it('can be read from any query at all, and is then read back as it is written', () => {
    const name = fc.constantFrom(
      ...[
        'sweep',
        'page',
        'trial',
        'pick',
        'q',
        'state',
        'where',
        'range',
        'tag',
        'pinned',
        'sort',
        'group',
        'shut',
      ],
      ...['hide', 'metric', 'axis', 'scale', 'folds', 'log', 'mistakes', 'cell', 'overview', 'other'],
    );
    const word = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '',
        '-',
        '--a',
        'constructor:x',
        '__proto__:x',
        'toString:',
        'a:b:c',
        ':x',
        'x:',
        'x:-0..',
        'x:..',
        'constructor:1..2',
        '__proto__:..1e-9',
        'x:1...5',
        'x:a..b',
      ),
      fc.constantFrom(
        'step',
        '1.2',
        '1.2.3',
        '1.',
        '012',
        '-3',
        '1e9',
        'mean',
        'off',
        'on',
        'curves',
        'failed',
        'hasOwnProperty',
      ),
    );
    const query = fc
      .array(fc.tuple(name, word), { maxLength: 12 })
      .map((pairs) => `?${new URLSearchParams(pairs).toString()}`);
    fc.assert(
      fc.property(fc.oneof(query, fc.string({ unit: 'binary' })), (text) => {
        const view = parseView(text);
        expect(parseView(formatView(view))).toEqual(view);
      }),
      { numRuns: 500 },
    );
  });

  it('sorts upwards unless a minus says otherwise', () => {
    expect(parseView('?sort=seconds').sort).toEqual({ column: 'seconds', descending: false });
    expect(parseView('?sort=-score').sort).toEqual({ column: 'score', descending: true });
  });
});
