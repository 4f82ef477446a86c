import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { competitionFolder } from './support/competition.js';
import { folderState } from './support/folder-state.js';
import { frostline } from './support/frostline.js';

const good = `name: small
competition: competition.yaml
method: grid
trial:
  image_size: 32
  epochs: 1
parameters:
  backbone: {values: [squeezenet1_1]}
  freeze: {values: [scratch]}
`;
const folder = competitionFolder(good);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Edits one file, launches, puts the file back, and gives the message; nothing else may have happened. */
async function refused(file: string, edit: (text: string) => string | undefined): Promise<string> {
  const target = path.join(folder, file);
  const bytes = readFileSync(target);
  const edited = edit(bytes.toString());
  if (edited === undefined) rmSync(target);
  else writeFileSync(target, edited);
  try {
    const before = folderState(folder);
    const { code, out, err } = await frostline(folder, ['launch', 'sweep.yaml']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    // A dry run says the same, and exits as the launch would.
    const dry = await frostline(folder, ['launch', 'sweep.yaml', '--dry-run']);
    expect([dry.code, dry.err.split('\n').at(-2)]).toEqual([2, err.split('\n').at(-2)]);
    expect(folderState(folder)).toEqual(before);
    return err;
  } finally {
    writeFileSync(target, bytes);
  }
}

const replaced = (from: string, to: string) => (text: string) => {
  expect(text).toContain(from);
  return text.replace(from, to);
};

/** What is edited, how, and what the message must say: place, what was found, what is allowed. */
const cases: [string, string, (text: string) => string | undefined, RegExp][] = [
  [
    'a misspelt key',
    'sweep.yaml',
    replaced('freeze:', 'freze:'),
    /sweep\.yaml:9:3: unknown key "freze".*allowed: backbone, freeze, .*did you mean "freeze"/s,
  ],
  [
    'a value of the wrong type',
    'sweep.yaml',
    replaced('epochs: 1', 'epochs: many'),
    /sweep\.yaml:6:11: trial\.epochs is not valid; found "many"; allowed: a (whole )?number/,
  ],
  [
    'a value out of range',
    'sweep.yaml',
    replaced('image_size: 32', 'image_size: 8'),
    /sweep\.yaml:5:15: .*found 8; allowed: .*16/,
  ],
  [
    'an unknown backbone',
    'sweep.yaml',
    replaced('squeezenet1_1', 'squeezenet1_2'),
    /sweep\.yaml:8:\d+: .*found "?squeezenet1_2"?; allowed: .*squeezenet1_1/,
  ],
  [
    'an unknown strategy',
    'sweep.yaml',
    replaced('scratch', 'frozen'),
    /sweep\.yaml:9:\d+: .*found "?frozen"?; allowed: .*head/,
  ],
  [
    'a stage that no backbone has',
    'sweep.yaml',
    replaced('scratch', "'until:9'"),
    /sweep\.yaml:9:\d+: no backbone of this sweep has the stage 9; found "until:9"; allowed: .*0\.\.4/,
  ],
  [
    'a sweep of which no cell can run',
    'sweep.yaml',
    replaced('image_size: 32', 'image_size: 16'),
    /the images are too small for squeezenet1_1; found 16; allowed: image_size of at least 17/,
  ],
  [
    'YAML that is no YAML',
    'sweep.yaml',
    replaced('[scratch]', '[scratch'),
    /sweep\.yaml:\d+:\d+: .*; found ".*"; allowed: .*brackets and quotes that close; .*close what is open/,
  ],
  [
    'a key that comes twice',
    'sweep.yaml',
    replaced('method: grid', 'method: grid\nmethod: random'),
    /sweep\.yaml:4:1: .*unique; found "method: random"; allowed: each key once/,
  ],
  [
    'weights that do not exist',
    'sweep.yaml',
    replaced('image_size: 32', 'image_size: 32\n  weights: squeezenet1_1.smaple'),
    /sweep\.yaml:6:12: no backbone can begin with these weights: .*; found "squeezenet1_1\.smaple"; did you mean "squeezenet1_1\.sample"/,
  ],
  [
    'a target that is the id',
    'competition.yaml',
    replaced('target: label', 'target: id'),
    /competition\.yaml:\d+:\d+: one column is both id and target; found "id"; allowed: the column that holds the labels/,
  ],
  [
    'a sweep file without its competition',
    'sweep.yaml',
    replaced('competition.yaml', 'nothing.yaml'),
    /sweep\.yaml:2:14: no such competition; found "nothing\.yaml"/,
  ],
  [
    'a key of the competition with a wrong value',
    'competition.yaml',
    replaced('metric: macro_f1', 'metric: f1'),
    /competition\.yaml:3:9: metric is not valid; found "f1"; allowed: accuracy, balanced_accuracy, macro_f1, /,
  ],
  [
    'a CSV file without a column',
    'train.csv',
    replaced('id,label', 'id,class'),
    /competition\.yaml:\d+:\d+: train\.csv has no such column; found "label"; allowed: id, class/,
  ],
  [
    'a column of competition.yaml that is misspelt',
    'competition.yaml',
    replaced('target: label', 'target: lable'),
    /competition\.yaml:\d+:\d+: train\.csv has no such column; found "lable"; allowed: id, label; did you mean "label"/,
  ],
  [
    'more folds than any class has images',
    'sweep.yaml',
    replaced('method: grid', 'method: grid\nfolds: 50'),
    /sweep\.yaml:4:8: no class has as many samples as there are folds: class .*, the largest, has \d+; found 50; allowed: 2\.\.\d+/,
  ],
  [
    'a number of folds that is none',
    'competition.yaml',
    replaced('count: 3', 'count: .inf'),
    /competition\.yaml:\d+:\d+: folds\.count is not valid; found \.inf; allowed: /,
  ],
  [
    'an id that comes twice',
    'train.csv',
    (text) => `${text}${text.split('\n')[1] ?? ''}\n`,
    /train\.csv:32: id appears twice, first on line 2; found "0001"; allowed: every id once/,
  ],
  [
    'a row without a label',
    'train.csv',
    (text) => text.replace(/^(0004),.*$/m, '$1,'),
    /train\.csv:5: column "label" is empty; found "0004,"; allowed: a value in every row/,
  ],
  [
    'a quote that does not close',
    'train.csv',
    (text) => text.replace(/^(0004),/m, '$1,"'),
    /train\.csv:5: a quoted field does not end; allowed: .*; close the quote/,
  ],
  [
    'a row that is too long',
    'train.csv',
    (text) => text.replace(/^(0004),/m, '$1,x,'),
    /train\.csv:5: a row has another number of fields than the header; found "0004,x,.*"; allowed: as many fields as id,label/,
  ],
  [
    'an image that is not there',
    'train/0001.png',
    () => undefined,
    /train\.csv: .*found .*0001 \(line 2\).*; allowed: files below .*train/,
  ],
  [
    'a sample submission with an id that has no image',
    'sample_submission.csv',
    (text) => `${text}9999,coat\n`,
    /sample_submission\.csv: .*found .*9999 \(line 12\).*; allowed: files below .*test/,
  ],
  [
    'a sample submission with a column too many',
    'sample_submission.csv',
    (text) => text.replaceAll(/$/gm, ',1').replace(',1', ',score').replace(/,1$/, ''),
    /sample_submission\.csv:1: columns are neither the target alone nor the classes; found \["id","label","score"\]; allowed: id, label; or id, /,
  ],
  [
    'a sample submission without the target',
    'sample_submission.csv',
    (text) => text.replaceAll(/,.*$/gm, ''),
    /competition\.yaml:\d+:\d+: sample_submission\.csv has no such column; found "label"; allowed: id/,
  ],
  ['a file that is not there', 'train.csv', () => undefined, /train\.csv/],
];

describe('wrong input is refused with exit code 2, and nothing is written', () => {
  it.each(cases)('%s', async (_what, file, edit, message) => {
    expect(await refused(file, edit)).toMatch(message);
  });

  it('a sweep file that is not there', async () => {
    const before = folderState(folder);
    const { code, err } = await frostline(folder, ['launch', 'sweeps.yaml']);
    expect(code).toBe(2);
    expect(err).toContain('sweeps.yaml');
    expect(folderState(folder)).toEqual(before);
  });

  it.each([
    [['launch', 'sweep.yaml', '--workers', 'all'], /--workers.*found "?all"?; allowed: 1\.\.256/],
    [['launch', 'sweep.yaml', '--engine', 'torch'], /--engine.*found "?torch"?; allowed: onnxruntime/],
    [['leaderbord'], /unknown command 'leaderbord'.*Did you mean leaderboard/s],
    [['leaderboard'], /no state folder/],
  ])('wrong usage: %j', async (args, message) => {
    const before = folderState(folder);
    const { code, err } = await frostline(folder, args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(folderState(folder)).toEqual(before);
  });
});
