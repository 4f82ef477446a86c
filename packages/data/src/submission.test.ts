import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeEach, describe, expect, it } from 'vitest';
import { readSampleSubmission, writeSubmission, type Competition } from './index.js';

let folder: string;
const at = (name: string): string => path.join(folder, name);

/** The part of a competition that submissions read. */
function competitionWith(sample: string): Competition {
  writeFileSync(at('sample.csv'), sample);
  const image = { path: '', sha256: '', label: -1 };
  return {
    name: 'tiny',
    root: folder,
    metric: 'accuracy',
    classes: ['cat', 'dog'],
    train: [],
    test: [
      { id: 'x', ...image },
      { id: 'y', ...image },
    ],
    submission: { sample: at('sample.csv'), id: 'ImageID', target: 'ans' },
    folds: { kind: 'stratified', count: 2, seed: 0 },
    tables: [],
    writtenFolds: { parts: {}, placeOf: () => '', hasGroups: false, predefined: undefined },
    warnings: [],
    hash: '',
  };
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'frostline-submission-'));
});

describe('readSampleSubmission', () => {
  it('gives columns and ids in order', () => {
    expect(readSampleSubmission(competitionWith('ImageID,ans\nx,cat\ny,cat\n'))).toEqual({
      columns: ['ImageID', 'ans'],
      idColumn: 'ImageID',
      values: 'label',
      ids: ['x', 'y'],
    });
  });

  it('takes one column per class instead of the target, in any order', () => {
    expect(readSampleSubmission(competitionWith('ImageID,dog,cat\nx,0,1\ny,0,1\n'))).toMatchObject({
      columns: ['ImageID', 'dog', 'cat'],
      values: 'probabilities',
    });
  });

  it.each(['ImageID,ans,note', 'ImageID,dog', 'ImageID,cat,dog,cow', 'ImageID,cat,ans'])(
    'refuses the columns %s',
    (columns) => {
      const cells = columns.replaceAll(/,\w+/g, ',0').replace('ImageID', '');
      const read = (): unknown => readSampleSubmission(competitionWith(`${columns}\nx${cells}\ny${cells}\n`));
      expect(read).toThrow(
        /sample\.csv:1: columns are neither the target alone nor the classes; found \["ImageID",.*; allowed: ImageID, ans; or ImageID, cat, dog$/,
      );
    },
  );

  it('refuses other ids, another order and a missing target', () => {
    const read = (sample: string) => (): unknown => readSampleSubmission(competitionWith(sample));
    expect(read('ImageID,ans\ny,cat\nx,cat\n')).toThrow(
      /sample\.csv:2: ids differ from the images to predict; found "y"; allowed: x$/,
    );
    expect(read('ImageID,ans\nx,cat\n')).toThrow(/sample\.csv:2: .* found "1 rows"; allowed: 2 rows$/);
    expect(read('ImageID,label\nx,cat\ny,cat\n')).toThrow(
      /\.csv:1: .* has no such column; found "ans"; allowed: ImageID, label$/,
    );
  });
});

describe('writeSubmission', () => {
  const sample = {
    columns: ['n', 'ImageID', 'ans'],
    idColumn: 'ImageID',
    values: 'probabilities',
    ids: ['x', 'y'],
  } as const;
  const rows = [
    [1, 'cat, "big"'],
    [2, '=dog'],
  ];

  it('writes the columns of the sample in its order, cells exactly as they are', () => {
    writeSubmission(at('out.csv'), sample, { ids: ['x', 'y'], columns: ['n', 'ans'], rows });
    expect(parse(readFileSync(at('out.csv')))).toEqual([
      ['n', 'ImageID', 'ans'],
      ['1', 'x', 'cat, "big"'],
      ['2', 'y', '=dog'],
    ]);
  });

  it.each([
    ['another order', { ids: ['y', 'x'], columns: ['n', 'ans'], rows }],
    ['a missing row', { ids: ['x'], columns: ['n', 'ans'], rows: rows.slice(0, 1) }],
    ['other columns', { ids: ['x', 'y'], columns: ['ans', 'n'], rows }],
    ['a short row', { ids: ['x', 'y'], columns: ['n', 'ans'], rows: [[1], [2]] }],
    [
      'a number that is not finite',
      { ids: ['x', 'y'], columns: ['n', 'ans'], rows: [[NaN, 'a'], rows[1] ?? []] },
    ],
  ])('writes nothing for %s', (_, submission) => {
    expect(() => {
      writeSubmission(at('out.csv'), sample, submission);
    }).toThrow(/^internal: submission/);
    expect(readdirSync(folder)).toEqual([]);
  });
});
