import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InputError } from '@frostline/base';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadCompetition, readSampleSubmission, readSolution, type Competition } from './index.js';

let folder: string;

/** Files that are images by their names; loading decodes none. */
function images(...names: string[]): void {
  for (const name of names) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, name);
  }
}

function write(name: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
}

const load = (text: string): Promise<Competition> =>
  loadCompetition(path.join(folder, 'competition.yaml'), { text: `name: t\n${text}`, name: 'c.yaml' });
const labelled = ({ train, classes }: Competition): Record<string, string> =>
  Object.fromEntries(train.map(({ id, label }) => [id, classes[label] ?? '']));

async function complaint(text: string): Promise<string> {
  try {
    await load(text);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('the competition was accepted');
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'frostline-layouts-'));
});

describe('a folder per class', () => {
  beforeEach(() => {
    images(
      'train/cat/1.png',
      'train/cat/sub/2.jpg',
      'train/dog/1.png',
      'train/.hidden/9.png',
      'train/notes.txt',
    );
    images('test/cat/7.png', 'test/dog/8.png');
  });

  it('gives labels by the pattern of its paths, ids are the paths', async () => {
    const competition = await load('train: { images: train, pattern: "{class}/**", target: class }');
    expect(labelled(competition)).toEqual({ 'cat/1.png': 'cat', 'cat/sub/2.jpg': 'cat', 'dog/1.png': 'dog' });
    expect(competition.test).toEqual([]);
    expect(competition.warnings).toEqual([]);
  });

  it('has test images without a table: their paths are the ids of the submission, their folders the solution', async () => {
    const competition = await load(`train: { images: train, pattern: "{class}/**", target: class }
test: { images: test, pattern: "{class}/*" }`);
    expect(competition.test.map(({ id, label }) => [id, label])).toEqual([
      ['cat/7.png', -1],
      ['dog/8.png', -1],
    ]);
    expect(readSampleSubmission(competition)).toEqual({
      columns: ['id', 'label'],
      idColumn: 'id',
      values: 'label',
      ids: ['cat/7.png', 'dog/8.png'],
    });
    expect([...readSolution(competition)]).toEqual([0, 1]);
    images('test/eel/9.png');
    expect(
      await complaint(`train: { images: train, pattern: "{class}/**", target: class }
test: { images: test, pattern: "{class}/*" }`),
    ).toBe(
      'test/eel/9.png: unknown class; found "eel"; allowed: cat, dog; leave test.pattern out where the folders of test images are no labels',
    );
  });

  it('may name the fold, and leaves the other folders alone', async () => {
    images('val/cat/5.png', 'val/dog/6.png', 'drafts/1.png');
    const competition =
      await load(`train: { images: ., pattern: "{part:train|val}/{class}/**", target: class, fold: part }
test: { images: test }`);
    expect(competition.folds).toEqual({ kind: 'predefined', count: 1, seed: null });
    expect(competition.train.map(({ id, fold }) => [id, fold])).toEqual([
      ['train/cat/1.png', -1],
      ['train/cat/sub/2.jpg', -1],
      ['train/dog/1.png', -1],
      ['val/cat/5.png', 0],
      ['val/dog/6.png', 0],
    ]);
    expect(competition.warnings).toEqual([
      'c.yaml:2:30: 1 image below . does not fit the pattern, and is left out: drafts/1.png',
    ]);
  });

  it('is refused where nothing fits, or a key has no meaning', async () => {
    expect(await complaint('train: { images: train, pattern: "{class}_*", target: class }')).toBe(
      'c.yaml:2:34: no image below train fits the pattern; found "cat/1.png, cat/sub/2.jpg, dog/1.png"',
    );
    expect(await complaint('train: { images: train, id: x, pattern: "{class}/**", target: class }')).toMatch(
      /^c\.yaml:2:29: train\.id names a column of train\.labels, which is absent/,
    );
    expect(await complaint('train: { images: train, pattern: "{class}/**", target: klass }')).toMatch(
      /train has no such column; found "klass"; allowed: class; did you mean "class"/,
    );
  });
});

describe('labels in path names', () => {
  const target = `
    - { column: shot, times: 6, values: { mask*: 0, incorrect_mask: 1, normal: 2 } }
    - { column: gender, times: 3, values: { male: 0, female: 1 } }
    - { column: age, bins: [30, 60] }
  group: person`;
  const yaml = `train:
  images: people
  pattern: '{person}_{gender}_{race}_{age}/{shot}'
  target: ${target}`;

  it('are sums over columns, whose values are numbers or fall in bins', async () => {
    for (const person of ['1_male_Asian_29', '2_female_Asian_30', '3_male_Black_60'])
      images(...['mask1.jpg', 'incorrect_mask.png', 'normal.jpg'].map((shot) => `people/${person}/${shot}`));
    const competition = await load(yaml);
    expect(labelled(competition)).toEqual({
      '1_male_Asian_29/mask1.jpg': '0',
      '1_male_Asian_29/incorrect_mask.png': '6',
      '1_male_Asian_29/normal.jpg': '12',
      '2_female_Asian_30/mask1.jpg': '4',
      '2_female_Asian_30/incorrect_mask.png': '10',
      '2_female_Asian_30/normal.jpg': '16',
      '3_male_Black_60/mask1.jpg': '2',
      '3_male_Black_60/incorrect_mask.png': '8',
      '3_male_Black_60/normal.jpg': '14',
    });
    expect(competition.classes).toEqual(['0', '2', '4', '6', '8', '10', '12', '14', '16']);
    expect(new Set(competition.train.map(({ group }) => group))).toEqual(new Set(['1', '2', '3']));
    expect(competition.folds.kind).toBe('stratified_group');
  });

  it('name the image that no number is said for', async () => {
    images('people/1_male_Asian_29/mask1.jpg', 'people/2_boy_Asian_29/mask1.jpg');
    expect(await complaint(yaml)).toBe(
      'people/2_boy_Asian_29/mask1.jpg: no number for this gender; found "boy"; allowed: male, female; say it in competition.yaml (c.yaml:7:7)',
    );
    expect(await complaint(yaml.replace('[30, 60]', '[60, 30]'))).toMatch(/bins must ascend/);
  });
});

describe('tables', () => {
  it('may be JSON Lines, with images in folders below', async () => {
    images('train/a/1.png', 'train/b/2.png', 'test/3.png');
    write(
      'train/metadata.jsonl',
      '{"file_name": "a/1.png", "label": 0, "box": [1, 2]}\n\n{"file_name": "b/2.png", "label": 1}\n',
    );
    write('test/metadata.jsonl', '{"file_name": "3.png"}\n');
    const yaml = `train: { images: train, labels: train/metadata.jsonl, id: file_name, target: label }
test: { images: test, ids: test/metadata.jsonl }
submission: { id: file_name }`;
    expect(labelled(await load(yaml))).toEqual({ 'a/1.png': '0', 'b/2.png': '1' });
    write('train/metadata.jsonl', '{"file_name": "a/1.png", "label": 0}\n{"file_name": "b/2.png"}\n');
    expect(await complaint(yaml)).toMatch(/^train\/metadata\.jsonl:2: column "label" is empty/);
    write('train/metadata.jsonl', '{"file_name": "a/1.png", "label": 0}\n[]\n');
    expect(await complaint(yaml)).toMatch(/^train\/metadata\.jsonl:2: line is not an object; found "\[\]"/);
    write('train/metadata.jsonl', '{"file_name": \n');
    expect(await complaint(yaml)).toMatch(/^train\/metadata\.jsonl:1: line is not JSON/);
  });

  it('may be joined by columns in the names of their images', async () => {
    images('train/p1_1.png', 'train/p1_2.png', 'train/p2_1.png');
    write('train.csv', 'id,label\np1_1,a\np1_2,b\np2_1,a\n');
    const yaml =
      'train: { images: train, labels: train.csv, id: id, target: label, pattern: "{person}_*", group: person }';
    expect((await load(yaml)).train.map(({ group }) => group)).toEqual(['p1', 'p1', 'p2']);
    expect(await complaint(yaml.replace('{person}_*', '{label}_*'))).toMatch(
      /train\.csv has such a column already; found "\{label\}"/,
    );
    expect(await complaint(yaml.replace('{person}_*', '{person}-*'))).toMatch(
      /an image does not fit the pattern; found "p1_1\.png"; it stands at train\.csv:2/,
    );
  });

  it('need to say which column holds the images', async () => {
    images('train/1.png');
    write('train.csv', 'id,label\n1,a\n');
    expect(await complaint('train: { images: train, labels: train.csv, target: label }')).toMatch(
      /^c\.yaml:2:33: train\.labels needs train\.id/,
    );
  });

  it('list the images to predict; a sample submission does where no other is named', async () => {
    images('train/1.png', 'train/2.png', 'test/7.png', 'test/8.png');
    write('train.csv', 'id,label\n1,a\n2,b\n');
    write('sample.csv', 'id,label\n8,a\n7,a\n');
    const competition = await load(`train: { images: train, labels: train.csv, id: id, target: label }
test: { images: test }
submission: { sample: sample.csv }`);
    expect(competition.test.map(({ id }) => id)).toEqual(['8', '7']);
    expect(readSampleSubmission(competition).ids).toEqual(['8', '7']);
  });
});
