import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InputError } from '@frostline/base';
import sharp from 'sharp';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  assignFolds,
  initCompetition,
  loadCompetition,
  type InitOptions,
  type InitReport,
} from '../index.js';
import { tornGroup } from '../folds/assign-folds.js';

let pixels: Buffer;
let folder: string;
const at = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  pixels = await sharp({ create: { width: 4, height: 3, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
});

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'frostline-init-'));
});

function write(name: string, content: string | Uint8Array): void {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  writeFileSync(at(name), content);
}

/** Images that differ in a text behind their end. */
function images(...names: string[]): void {
  for (const name of names) write(name, Buffer.concat([pixels, Buffer.from(name)]));
}

const init = (options: Partial<InitOptions> = {}): Promise<InitReport> =>
  initCompetition(folder, { force: false, ...options });

async function complaint(options: Partial<InitOptions> = {}): Promise<string> {
  try {
    await init(options);
  } catch (error) {
    expect(existsSync(at('competition.yaml'))).toBe(false);
    if (error instanceof InputError) return error.message.replaceAll(folder, '<folder>');
    throw error;
  }
  throw new Error('the folder was accepted');
}

const range = (count: number): number[] => [...Array(count).keys()];
const classOf = (index: number): string => (index % 2 === 0 ? 'cat' : 'dog');

describe("Kaggle's tables", () => {
  const table = (ending: string): string =>
    `id,label\n${range(20)
      .map((index) => `t${index}${ending},${classOf(index)}\n`)
      .join('')}`;

  it.each(['', '.png'])('are found with ids that end with %j', async (ending) => {
    images(
      ...range(20).map((index) => `train_images/t${index}.png`),
      'test_images/x.png',
      'test_images/y.png',
    );
    write('train.csv', table(ending));
    write('test.csv', `id\ny${ending}\nx${ending}\n`);
    write('sample_submission.csv', `id,label\nx${ending},cat\ny${ending},cat\n`);
    const report = await init();
    expect(report).toMatchObject({
      layout: 'tables',
      classes: [
        { name: 'cat', count: 10 },
        { name: 'dog', count: 10 },
      ],
      imbalance: 1,
      train: 20,
      test: 2,
      sizes: [{ width: 4, height: 3, count: 22 }],
      unreadable: [],
      groups: [],
      folds: { kind: 'stratified', count: 3, group: undefined },
    });
    const { train, test, submission } = await loadCompetition(report.file);
    expect([train.length, test.map(({ id }) => id)]).toEqual([20, [`x${ending}`, `y${ending}`]]);
    expect(submission).toMatchObject({ id: 'id', target: 'label' });
    expect(report.notes).toEqual(['test.csv lists images, too, and is not used']);
  });

  it('may name the same images in train and test: the folder of the same name counts', async () => {
    images(...range(20).flatMap((index) => [`test/${index}.png`, `train/${index}.png`]));
    write(
      'train.csv',
      `id,label\n${range(20)
        .map((index) => `${index},${classOf(index)}\n`)
        .join('')}`,
    );
    write(
      'sample_submission.csv',
      `id,label\n${range(20)
        .map((index) => `${index},cat\n`)
        .join('')}`,
    );
    const { file } = await init();
    const { train, test } = await loadCompetition(file);
    expect([train, test].map((samples) => path.basename(path.dirname(samples[0]?.path ?? '')))).toEqual([
      'train',
      'test',
    ]);
  });

  it('take one folder for all images, and the label that the sample asks for among several columns', async () => {
    images(...range(24).map((index) => `images/i${index}.png`));
    write(
      'train.csv',
      `image_id,width,species,breed\n${range(20)
        .map((index) => `i${index},4,${classOf(index)},b${index % 3}\n`)
        .join('')}`,
    );
    write(
      'sample_submission.csv',
      `image_id,breed\n${[20, 21, 22, 23].map((index) => `i${index},b0\n`).join('')}`,
    );
    const report = await init();
    expect(report.classes.map(({ name }) => name)).toEqual(['b0', 'b1', 'b2']);
    expect(report.text).toContain('The label: the column that the sample submission asks for.');
    // A sample with a column per class.
    write(
      'sample_submission.csv',
      `image_id,cat,dog\n${[20, 21, 22, 23].map((index) => `i${index},0,1\n`).join('')}`,
    );
    expect((await init({ force: true })).classes.map(({ name }) => name)).toEqual(['cat', 'dog']);
  });

  it('ask for the label where several columns could be it, and take what is said', async () => {
    images(...range(20).map((index) => `images/i${index}.png`));
    write(
      'data.csv',
      `image,colour,shape\n${range(20)
        .map((index) => `i${index}.png,c${index % 2},s${index % 4}\n`)
        .join('')}`,
    );
    expect(await complaint()).toBe(
      'data.csv: it is not clear which column holds the labels; found "colour (2 values), shape (4 values)"; name it, e.g. --target colour',
    );
    expect((await init({ target: 'shape' })).classes).toHaveLength(4);
  });
});

describe("Hugging Face's metadata", () => {
  it('are read as JSON Lines or CSV, and labelled test rows as the solution', async () => {
    images(...range(20).map((index) => `train/${index}.png`), 'test/7.png', 'test/8.png');
    write(
      'train/metadata.jsonl',
      range(20)
        .map(
          (index) =>
            `${JSON.stringify({ file_name: `${index}.png`, label: index % 2, text: 'a picture' })}\n`,
        )
        .join(''),
    );
    write('test/metadata.csv', 'file_name,label\n7.png,0\n8.png,1\n');
    const report = await init();
    expect(report).toMatchObject({ train: 20, test: 2, folds: { kind: 'stratified' } });
    const competition = await loadCompetition(report.file);
    expect(competition.submission).toEqual({ id: 'file_name', target: 'label' });
    expect(path.basename(competition.solution ?? '')).toBe('metadata.csv');
  });
});

describe('a folder per class', () => {
  it('is found, with a validation folder as the fold and a test folder without labels', async () => {
    images(...range(6).flatMap((index) => [`data/train/cat/${index}.png`, `data/train/dog/d${index}.png`]));
    images('data/val/cat/a.png', 'data/val/dog/b.png', 'data/test/x.png');
    const report = await init();
    expect(report).toMatchObject({
      layout: 'a folder per class',
      train: 14,
      test: 1,
      folds: { kind: 'predefined', count: 1 },
    });
    const { train } = await loadCompetition(report.file);
    expect(train.filter(({ fold }) => fold === 0).map(({ id }) => id)).toEqual([
      'val/cat/a.png',
      'val/dog/b.png',
    ]);
  });

  it('may be all there is, and its test folder may have the same classes', async () => {
    images(...range(6).flatMap((index) => [`cat/${index}.png`, `dog/d${index}.png`]));
    expect(await init()).toMatchObject({ train: 12, test: 0, folds: { kind: 'stratified' } });
    images('test/cat/7.png', 'test/dog/8.png');
    const report = await init({ force: true });
    expect(report).toMatchObject({ train: 12, test: 2 });
    expect((await loadCompetition(report.file)).testLabels).toEqual(['cat', 'dog']);
  });

  it('is not taken for one where the folders are people', async () => {
    for (const person of range(12))
      images(
        ...['mask', 'normal'].map(
          (shot) =>
            `train/images/p${person}_${person % 2 === 0 ? 'male' : 'female'}_${20 + person}/${shot}.jpg`,
        ),
      );
    expect(await complaint()).toMatch(
      /^train\/images: the folders below train\/images seem to be things .*; found "field1: female, male; field2: 20, .*; name: mask, normal"; .*--pattern '\{id\}_\{field1\}_\{field2\}\/\{name\}'/,
    );
  });
});

describe('labels in path names', () => {
  it('are taken as the pattern says, from the folder where it fits', async () => {
    images(
      ...range(12).flatMap((person) =>
        ['mask1', 'normal'].map((shot) => `data/people/p${person}_${20 + 5 * person}/${shot}.jpg`),
      ),
    );
    const report = await init({
      pattern: '{person}_{age}/{shot}',
      target: [
        { column: 'shot', values: { 'mask*': 0, normal: 1 }, times: 2 },
        { column: 'age', bins: [40], times: 1 },
      ],
    });
    expect(report.classes.map(({ name, count }) => [name, count])).toEqual([
      ['0', 4],
      ['1', 8],
      ['2', 4],
      ['3', 8],
    ]);
    expect(report.folds).toMatchObject({ kind: 'stratified_group', group: 'person' });
    expect(await loadCompetition(report.file)).toMatchObject({ hash: expect.any(String) as string });
  });

  it('are refused where nothing fits, or nothing is the label', async () => {
    images('a/1.png', 'b/2.png');
    expect(await complaint({ pattern: '{x}_{y}/{z}' })).toMatch(/^--pattern: no image fits the pattern/);
    expect(await complaint({ pattern: '{x}/*' })).toMatch(
      /^--pattern: it is not clear which part .* name one or some of x/,
    );
    expect(await complaint({ pattern: '{x}/*', target: 'y' })).toMatch(
      /^--target: .* no such column; found "y"/,
    );
  });
});

describe('groups', () => {
  /** Every fold keeps the groups that were chosen. */
  async function groupFolds(report: InitReport): Promise<Map<string, number>> {
    const { train, folds } = await loadCompetition(report.file);
    expect(folds.kind).toBe('stratified_group');
    const assigned = assignFolds(train, folds);
    expect(tornGroup(train, assigned)).toBeUndefined();
    return new Map(train.map(({ id, group }) => [id, Number(group?.replace(/\D/g, ''))]));
  }

  it('are chosen where one person has several images, by the beginning of their names', async () => {
    images(...range(30).map((index) => `train/anna${Math.floor(index / 3)}_${index % 3}.png`));
    write(
      'train.csv',
      `id,label\n${range(30)
        .map((index) => `anna${Math.floor(index / 3)}_${index % 3},${classOf(index)}\n`)
        .join('')}`,
    );
    const report = await init();
    expect(report.folds).toMatchObject({
      kind: 'stratified_group',
      why: expect.stringMatching(
        /^Name up to the number behind the last _: 30 images are of 10 groups, up to 3 of one: /,
      ) as string,
    });
    expect(report.text).toContain('pattern: "{group}_#"');
    expect((await groupFolds(report)).get('anna4_2')).toBe(4);
  });

  it('are chosen where one person has several images, in a folder', async () => {
    images(
      ...range(30).map((index) => `train/${classOf(index % 3)}/p${Math.floor(index / 3)}/${index % 3}.png`),
    );
    const report = await init();
    expect(report.folds.why).toMatch(/^Folder: 30 images are of 10 groups/);
    expect(report.text).toContain('pattern: "{class}/{group}/**"');
    await groupFolds(report);
  });

  it('are chosen where a column names them, the patient before the study', async () => {
    images(...range(60).map((index) => `train/${index}.png`));
    const rows = range(60).map(
      (index) =>
        `${index},${index % 5},st${Math.floor(index / 3)},${1000 + Math.floor(index / 6)},${classOf(index)}\n`,
    );
    write('train.csv', `id,age,study,patient_id,label\n${rows.join('')}`);
    const report = await init();
    expect(report.folds).toMatchObject({ group: 'patient_id', kind: 'stratified_group' });
    expect(report.folds.why).toMatch(/^Column patient_id: 60 images are of 10 groups, up to 6 of one/);
    expect(report.groups.map(({ what, accepted }) => [what, accepted])).toEqual([
      ['column patient_id', true],
      ['column study', true],
      ['column age', false],
    ]);
    expect(report.notes).toEqual(['column study (20 groups) would be another choice for train.group']);
    await groupFolds(report);
  });

  it.each([
    ['ids are unique', (index: number) => `${1000 + index}`],
    ['all are one', () => 'p1'],
    ['the group is the class', (index: number) => classOf(index)],
    ['most have none in common', (index: number) => `p${index < 4 ? 0 : index}`],
    ['one has half of the images', (index: number) => `p${index < 30 ? 0 : Math.floor(index / 2)}`],
    ['some have none', (index: number) => (index === 0 ? '' : `p${Math.floor(index / 3)}`)],
  ])('are not chosen where %s', async (_, personOf) => {
    images(...range(60).map((index) => `train/${index}.png`));
    write(
      'train.csv',
      `id,patient_id,label\n${range(60)
        .map((index) => `${index},${personOf(index)},${classOf(index)}\n`)
        .join('')}`,
    );
    expect((await init()).folds).toMatchObject({ kind: 'stratified', group: undefined });
  });

  it('are not chosen where names begin with the class, or are numbered through', async () => {
    images(...range(20).flatMap((index) => [`cat/cat_${index}.png`, `dog/dog_${index}.png`]));
    expect((await init()).folds.kind).toBe('stratified');
    images(...range(20).flatMap((index) => [`cat/IMG_${index}.png`, `dog/IMG_${index}.png`]));
  });

  it('yield to the folds that a column gives, and go before a validation folder', async () => {
    images(...range(30).map((index) => `all/${index}.png`));
    write(
      'train.csv',
      `id,label,fold\n${range(30)
        .map((index) => `${index},${classOf(index)},${index % 5}\n`)
        .join('')}`,
    );
    expect((await init()).folds).toMatchObject({ kind: 'predefined', count: 5 });
  });
});

describe('what is found besides', () => {
  it('are images that come twice, in train and across, and unreadable ones', async () => {
    images(...range(20).map((index) => `train/${index}.png`));
    write('train/0.png', readFileSync(at('train/1.png')));
    write('train/2.png', readFileSync(at('train/4.png')));
    write('test/9.png', readFileSync(at('train/6.png')));
    write('train/7.png', pixels.subarray(0, 40));
    write(
      'train.csv',
      `id,label\n${range(20)
        .map((index) => `${index},${classOf(index)}\n`)
        .join('')}`,
    );
    write('broken.csv', 'a,b\n1\n');
    const report = await init();
    expect(report.duplicates).toEqual({
      train: [
        [
          { id: '0', label: 'cat' },
          { id: '1', label: 'dog' },
        ],
        [
          { id: '2', label: 'cat' },
          { id: '4', label: 'cat' },
        ],
      ],
      acrossTest: [{ test: '9.png', train: '6' }],
    });
    expect(report.unreadable.map((image) => image.path)).toEqual(['train/7.png']);
    expect(report.notes.join('\n')).toMatch(/not used: broken\.csv:2: a row has another number of fields/);
  });

  it('says how far it is', async () => {
    images(...range(20).map((index) => `${classOf(index)}/${index}.png`));
    const steps: string[] = [];
    await init({ onProgress: (what, done, total) => steps.push(`${what} ${done}/${total}`) });
    expect(steps).toHaveLength(40);
    expect([steps[19], steps[39]]).toEqual(['reading images 20/20', 'decoding images 20/20']);
  });
});

describe('competition.yaml', () => {
  it('is not overwritten without being told', async () => {
    images(...range(20).map((index) => `${classOf(index)}/${index}.png`));
    write('competition.yaml', 'mine');
    await expect(init()).rejects.toThrow(
      /competition\.yaml: there is a competition file already; --force replaces it/,
    );
    expect(readFileSync(at('competition.yaml'), 'utf8')).toBe('mine');
    const { text } = await init({ force: true });
    expect(readFileSync(at('competition.yaml'), 'utf8')).toBe(text);
  });

  it('is not made of a folder without images, or without labels', async () => {
    expect(await complaint()).toMatch(/there are no images below the folder/);
    images('a.png', 'b.png');
    expect(await complaint()).toMatch(
      /it is not clear what the labels of these images are; found "a\.png, b\.png; tables: none"/,
    );
    await expect(initCompetition(at('nowhere'), { force: false })).rejects.toThrow(/no such folder/);
  });
});
