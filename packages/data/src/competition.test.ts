import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InputError } from '@frostline/base';
import { metricNames } from '@frostline/protocol';
import sharp from 'sharp';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadCompetition, readSolution } from './index.js';

const YAML = `name: tiny
train: { images: train, labels: train.csv, id: id, target: label }
test: { images: test, ids: sample.csv }
submission: { sample: sample.csv, id: id, target: label }
solution: solution.csv
folds: { count: 2 }
`;
const TRAIN = 'id,label\na,cat\nb.png,dog\nc,cat\nd,ape\n';

let template: string;
let folder: string;
const at = (name: string): string => path.join(folder, name);
const load = async (): ReturnType<typeof loadCompetition> => loadCompetition(at('competition.yaml'));

beforeAll(async () => {
  template = mkdtempSync(path.join(tmpdir(), 'frostline-data-'));
  for (const [number, name] of ['train/a', 'train/b', 'train/c', 'train/d', 'test/x', 'test/y'].entries()) {
    mkdirSync(path.join(template, path.dirname(name)), { recursive: true });
    const background = { r: number * 40, g: 0, b: 0 };
    await sharp({ create: { width: 4, height: 3, channels: 3, background } }).toFile(
      path.join(template, `${name}.png`),
    );
  }
  writeFileSync(path.join(template, 'competition.yaml'), YAML);
  writeFileSync(path.join(template, 'train.csv'), TRAIN);
  writeFileSync(path.join(template, 'sample.csv'), 'id,label\nx,cat\ny,cat\n');
  writeFileSync(path.join(template, 'solution.csv'), 'id,label,Usage\ny,dog,Public\nx,ape,Private\n');
});

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'frostline-data-'));
  cpSync(template, folder, { recursive: true });
});

/** The message after spoiling one file; codes and exit code are checked on the way. */
async function messageWith(name: string, content: string | Uint8Array, code: string): Promise<string> {
  writeFileSync(at(name), content);
  return messageOf(load, code);
}

async function messageOf(action: () => Promise<unknown>, code: string): Promise<string> {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect({ code: error.code, exitCode: error.exitCode }).toEqual({ code, exitCode: 2 });
    return error.message.replaceAll(`${folder}${path.sep}`, '').replaceAll(folder, '<folder>');
  }
  throw new Error('the competition was accepted');
}

describe('loadCompetition', () => {
  it('reads samples in file order, classes in code point order, defaults', async () => {
    const competition = await load();
    expect(competition).toMatchObject({
      name: 'tiny',
      metric: 'macro_f1',
      classes: ['ape', 'cat', 'dog'],
      folds: { kind: 'stratified', count: 2, seed: 0 },
    });
    expect(competition.train.map(({ id, label }) => [id, label])).toEqual([
      ['a', 1],
      ['b.png', 2],
      ['c', 1],
      ['d', 0],
    ]);
    expect(competition.train.map((sample) => path.basename(sample.path))).toEqual([
      'a.png',
      'b.png',
      'c.png',
      'd.png',
    ]);
    expect(competition.test.map(({ id, label }) => [id, label])).toEqual([
      ['x', -1],
      ['y', -1],
    ]);
  });

  it('gives a sign of life for every image', async () => {
    let signs = 0;
    const { train, test } = await loadCompetition(at('competition.yaml'), { alive: () => (signs += 1) });
    expect(signs).toBe(train.length + test.length);
  });

  it('lets other work have its turn meanwhile, and stops when told', async () => {
    const seen: string[] = [];
    const stop = new AbortController();
    setImmediate(() => {
      seen.push('other work');
      stop.abort(new Error('told to stop'));
    });
    const alive = (): void => {
      seen.push('image');
      const end = performance.now() + 30;
      while (performance.now() < end);
    };
    const reading = loadCompetition(at('competition.yaml'), { alive, signal: stop.signal });
    await expect(reading).rejects.toThrow('told to stop');
    expect(seen).toEqual(['image', 'other work']);
  });

  it('sorts numeric labels by value and others by code point', async () => {
    writeFileSync(at('train.csv'), 'id,label\na,10\nb,9\nc,-1\nd,9\n');
    expect((await load()).classes).toEqual(['-1', '9', '10']);
    writeFileSync(at('train.csv'), 'id,label\na,é\nb,Z\nc,\u{1f600}\nd,\uffee\n');
    expect((await load()).classes).toEqual(['Z', 'é', '\uffee', '\u{1f600}']);
  });

  it('reads lines that end in different ways', async () => {
    writeFileSync(at('train.csv'), 'id,label\r\na,cat\nb,dog\r\n');
    expect((await load()).train.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('reads quotes, CRLF and a byte order mark', async () => {
    writeFileSync(at('train.csv'), '\ufeffid,label\r\na,"cat, big"\r\nb,dog\r\n');
    expect((await load()).classes).toEqual(['cat, big', 'dog']);
  });

  it('has a hash that follows the data and not the place, time or settings', async () => {
    const { hash } = await load();
    utimesSync(at('train/a.png'), 1, 1);
    writeFileSync(at('competition.yaml'), `${YAML}metric: accuracy\n`);
    expect((await load()).hash).toBe(hash);
    cpSync(at('train/b.png'), at('train/a.png'));
    const otherImage = (await load()).hash;
    writeFileSync(at('train.csv'), TRAIN.replace('a,cat', 'a,dog'));
    expect(new Set([hash, otherImage, (await load()).hash]).size).toBe(3);
  });
});

describe('groups and given folds', () => {
  const columns = 'id,label,person,part\na,cat,p1,0\nb.png,dog,p1,0\nc,cat,p2,1\nd,ape,p3,-1\n';
  const loadWith = async (members: string, table = columns): ReturnType<typeof loadCompetition> => {
    writeFileSync(at('train.csv'), table);
    writeFileSync(
      at('competition.yaml'),
      YAML.replace('target: label }', `target: label${members} }`).replace('folds: { count: 2 }', ''),
    );
    return load();
  };

  it('come from columns, decide the kind of folds where none is said, and are part of the hash', async () => {
    const plain = await loadWith('');
    const grouped = await loadWith(', group: person');
    expect(grouped.train.map(({ group }) => group)).toEqual(['p1', 'p1', 'p2', 'p3']);
    expect(grouped.folds).toEqual({ kind: 'stratified_group', count: 3, seed: 0 });
    const given = await loadWith(', fold: part');
    expect(given.train.map(({ fold }) => fold)).toEqual([0, 0, 1, -1]);
    expect(given.folds).toEqual({ kind: 'predefined', count: 2, seed: null });
    const regrouped = await loadWith(', group: person', columns.replace('p2', 'p1'));
    expect(new Set([plain, grouped, given, regrouped].map(({ hash }) => hash)).size).toBe(4);
    expect((await loadWith('', columns.replace('p2', 'p1'))).hash).toBe(plain.hash);
  });

  it('are refused where a cell is no fold, with its line', async () => {
    await expect(loadWith(', fold: person')).rejects.toThrow(
      /train\.csv:2: column "person" does not name a fold; found "p1"; allowed: whole numbers, -1 for/,
    );
  });
});

describe('a wrong competition.yaml', () => {
  it('is refused with the place of the mistake', async () => {
    expect(await messageWith('competition.yaml', YAML.replace('count: 2', 'cuont: 2'), 'bad-yaml')).toBe(
      'competition.yaml:6:10: unknown key "cuont" in folds; allowed: kind, count, seed, fraction; did you mean "count"?',
    );
    expect(await messageWith('competition.yaml', `${YAML}metric: area\n`, 'bad-yaml')).toBe(
      `competition.yaml:7:9: metric is not valid; found "area"; allowed: ${metricNames.join(', ')}`,
    );
  });

  it('is refused when it names files that are missing or outside of its folder', async () => {
    const yaml = (labels: string): string => YAML.replace('train.csv', labels);
    expect(await messageWith('competition.yaml', yaml('trian.csv'), 'file-missing')).toBe(
      'competition.yaml:2:33: no such file or folder; found "trian.csv"; did you mean "train.csv"?',
    );
    expect(await messageWith('competition.yaml', yaml('../train.csv'), 'path-outside')).toBe(
      'competition.yaml:2:33: path leaves its folder; found "../train.csv"; allowed: a file below <folder>; links and .. ' +
        'count: keep competition.yaml in a folder above the data; the competition of a sweep file may lie anywhere',
    );
    symlinkSync('/', at('link'));
    expect(await messageWith('competition.yaml', yaml('link/etc/passwd'), 'path-outside')).toMatch(
      /^competition\.yaml:2:33: /,
    );
    expect(await messageWith('competition.yaml', yaml('train'), 'bad-csv')).toBe('train: not a file');
  });

  it('is named when it does not exist', async () => {
    rmSync(at('competition.yaml'));
    expect(await messageOf(load, 'file-missing')).toBe('competition.yaml: cannot read the competition');
  });
});

describe('a wrong train.csv', () => {
  it.each([
    ['', 'train.csv: file is empty'],
    [
      'id,lable\na,cat\n',
      'competition.yaml:2:60: train.csv has no such column; found "label"; allowed: id, lable; did you mean "lable"?',
    ],
    ['id,id\na,cat\n', 'train.csv:1: column appears twice; found "id"'],
    [
      'id,label\na,cat\nb,\n',
      'train.csv:3: column "label" is empty; found "b,"; allowed: a value in every row; fill it in, or remove the row',
    ],
    [
      'id,label\na,cat\n\n ,dog\n',
      'train.csv:4: column "id" is empty; found " ,dog"; allowed: a value in every row; fill it in, or remove the row',
    ],
    [
      'id,label\na,cat\nb,dog\na,cat\n',
      'train.csv:4: id appears twice, first on line 2; found "a"; allowed: every id once; remove one of the rows',
    ],
    [
      'id,label\na,"ca\nt"\na,dog\n',
      'train.csv:4: id appears twice, first on line 3; found "a"; allowed: every id once; remove one of the rows',
    ],
    [
      'id,label\na,cat\nb,cat\n',
      'train.csv: column "label" needs two classes; found ["cat"]; allowed: at least two different labels',
    ],
  ])('%j', async (content, message) => {
    expect(await messageWith('train.csv', content, 'bad-csv')).toBe(message);
  });

  it('is refused for ragged rows, open quotes, huge rows and other encodings', async () => {
    expect(await messageWith('train.csv', 'id,label\na,cat\nb,dog,1\n', 'bad-csv')).toMatch(
      /^train\.csv:3: .*found "b,dog,1"; allowed: as many fields as id,label; /,
    );
    expect(await messageWith('train.csv', 'id,label\n"a",cat\nb,"cat\nc,dog\n', 'bad-csv')).toMatch(
      /^train\.csv:3: a quoted field does not end; /,
    );
    expect(await messageWith('train.csv', `id,label\na,${'x'.repeat(200_000)}\n`, 'bad-csv')).toMatch(
      /^train\.csv:2: /,
    );
    expect(await messageWith('train.csv', Buffer.from('id,label\na,caf\xe9\n', 'latin1'), 'bad-csv')).toBe(
      'train.csv:2: file is not UTF-8; found "a,café"; save it as UTF-8',
    );
    const later = Buffer.concat([Buffer.from('id,label\na,\ufffd\n'), Buffer.from('b,na\xefve', 'latin1')]);
    expect(await messageWith('train.csv', later, 'bad-csv')).toMatch(/^train\.csv:3: .*found "b,naïve"/);
  });

  it('is refused with a hint when something other than a comma separates its fields', async () => {
    expect(await messageWith('train.csv', 'id;label\na;cat\nb;dog\n', 'bad-csv')).toBe(
      'competition.yaml:2:48: train.csv has no such column; found "id"; allowed: id;label; ' +
        'it looks like ";" separates the fields: save the file with commas',
    );
    expect(await messageWith('train.csv', 'id\tlabel\na\t1,5\n', 'bad-csv')).toMatch(
      /^train\.csv:2: .*; it looks like "\\t" separates the fields/,
    );
  });
});

describe('wrong ids of test images', () => {
  it('are refused when there are none', async () => {
    expect(await messageWith('sample.csv', 'id,label\n', 'bad-csv')).toBe(
      'sample.csv:1: no images to predict; found "a header and no rows"; allowed: at least one id',
    );
  });
});

describe('a wrong sample submission', () => {
  it('is refused before anything starts', async () => {
    expect(await messageWith('sample.csv', 'id,prediction\nx,1\ny,1\n', 'bad-csv')).toBe(
      'competition.yaml:4:51: sample.csv has no such column; found "label"; allowed: id, prediction',
    );
    expect(await messageWith('sample.csv', 'id,label,score\nx,cat,1\ny,cat,1\n', 'bad-csv')).toBe(
      'sample.csv:1: columns are neither the target alone nor the classes; found ["id","label","score"]; ' +
        'allowed: id, label; or id, ape, cat, dog',
    );
    writeFileSync(at('test.csv'), 'id\ny\nx\n');
    writeFileSync(at('sample.csv'), 'id,label\nx,cat\ny,cat\n');
    expect(
      await messageWith('competition.yaml', YAML.replace('ids: sample.csv', 'ids: test.csv'), 'bad-csv'),
    ).toBe('sample.csv:2: ids differ from the images to predict; found "x"; allowed: y');
  });
});

describe('image files', () => {
  it('that are missing are counted, five of them named', async () => {
    const rows = ['e', 'f', 'g', 'h', 'i', 'j'].map((id) => `${id},dog\n`).join('');
    expect(await messageWith('train.csv', `${TRAIN}${rows}`, 'image-missing')).toBe(
      'train.csv: 6 of 10 images do not exist; found "e (line 6), f (line 7), g (line 8), ' +
        'h (line 9), i (line 10), …"; allowed: files below train named id + one of ' +
        '.png, .jpg, .jpeg, .webp, .tif, .tiff, .gif, .avif, .bmp, in upper or lower case',
    );
  });

  it('are missing when they are folders', async () => {
    mkdirSync(at('train/e.png'));
    expect(await messageWith('train.csv', `${TRAIN}e,dog\n`, 'image-missing')).toContain(
      '1 of 5 images does not exist',
    );
  });

  it('need a folder', async () => {
    const yaml = YAML.replace('images: train', 'images: sample.csv');
    expect(await messageWith('competition.yaml', yaml, 'not-a-folder')).toBe(
      'competition.yaml:2:18: not a folder; found "sample.csv"',
    );
  });

  it('may not lie outside of their folder', async () => {
    expect(await messageWith('train.csv', `${TRAIN}../test/x,dog\n`, 'path-outside')).toMatch(
      /^train\.csv:6: .*; ids and links stay within the folder of the images: name the one that really holds them$/,
    );
    symlinkSync(at('test/x.png'), at('train/e.png'));
    expect(await messageWith('train.csv', `${TRAIN}e,dog\n`, 'path-outside')).toMatch(/^train\.csv:6: /);
  });

  it('may lie anywhere below the folder of competition.yaml, which need not hold the data itself', async () => {
    const name = path.basename(folder);
    const above = mkdtempSync(path.join(tmpdir(), 'frostline-data-'));
    cpSync(folder, path.join(above, 'input', name), { recursive: true });
    const yaml = YAML.replaceAll(/(images|labels|ids|sample|solution): /g, `$1: input/${name}/`);
    writeFileSync(path.join(above, 'competition.yaml'), yaml);
    expect((await loadCompetition(path.join(above, 'competition.yaml'))).hash).toBe((await load()).hash);
  });

  it('are found in subfolders and with the extension that the competition names', async () => {
    mkdirSync(at('train/deep'));
    cpSync(at('train/a.png'), at('train/deep/e.v2.jpg'));
    const yaml = YAML.replace('target: label }', 'target: label, extension: .jpg }');
    expect(await messageWith('competition.yaml', yaml, 'image-missing')).toContain('named id + .jpg');
    writeFileSync(at('train.csv'), 'id,label\ndeep/e.v2,cat\ndeep/e.v2.jpg,dog\n');
    expect((await load()).train.map((sample) => path.basename(sample.path))).toEqual([
      'e.v2.jpg',
      'e.v2.jpg',
    ]);
  });
});

describe('endings of image files', () => {
  const addImage = (name: string): void => {
    mkdirSync(path.dirname(at(name)), { recursive: true });
    cpSync(at('train/a.png'), at(name));
  };
  const found = async (): Promise<string[]> =>
    (await load()).train.map((sample) => path.relative(at('train'), sample.path));

  it('may be in upper case, with or without them in the id, in subfolders too', async () => {
    for (const name of ['e.JPG', 'f.Png', 'deep/g.TIFF']) addImage(`train/${name}`);
    writeFileSync(at('train.csv'), 'id,label\ne,cat\nf.png,dog\ndeep/g,ape\n');
    expect(await found()).toEqual(['e.JPG', 'f.Png', 'deep/g.TIFF']);
    writeFileSync(
      at('competition.yaml'),
      YAML.replace('target: label }', 'target: label, extension: .jpg }'),
    );
    addImage('train/h.jpg');
    writeFileSync(at('train.csv'), 'id,label\ne,cat\nh.JPG,dog\n');
    expect(await found()).toEqual(['e.JPG', 'h.jpg']);
  });

  it('leave the rest of the name as it is, and what was written first', async () => {
    for (const name of ['e.png', 'e.PNG', 'F.png']) addImage(`train/${name}`);
    writeFileSync(at('train.csv'), 'id,label\ne,cat\ne.PNG,dog\n');
    expect(await found()).toEqual(['e.png', 'e.PNG']);
    expect(await messageWith('train.csv', `${TRAIN}f,dog\n`, 'image-missing')).toContain(
      'found "f (line 6)"',
    );
  });

  it('lead nowhere outside of the folder', async () => {
    mkdirSync(at('elsewhere'));
    cpSync(at('train/a.png'), at('elsewhere/e.JPG'));
    symlinkSync(at('elsewhere'), at('train/link'));
    expect(await messageWith('train.csv', `${TRAIN}link/e,dog\n`, 'path-outside')).toMatch(/^train\.csv:6: /);
  });

  it('of formats that are not read are named with the remedy, and the remedy helps', async () => {
    addImage('train/e.PGM');
    for (const id of ['e', 'e.pgm'])
      expect(await messageWith('train.csv', `${TRAIN}${id},dog\n`, 'image-format')).toBe(
        'train.csv: 1 of 5 images is in a format that is not read; found "e.PGM (line 6)"; allowed: ' +
          '.png, .jpg, .jpeg, .webp, .tif, .tiff, .gif, .avif, .bmp; ' +
          "convert them, e.g. with ImageMagick's `mogrify -format png`",
      );
    addImage('train/e.png');
    expect(await found()).toContain('e.png');
    const yaml = YAML.replace('target: label }', 'target: label, extension: .pgm }');
    writeFileSync(at('train.csv'), 'id,label\ne,cat\n.dog,dog\n');
    addImage('train/.dog.pgm');
    expect(await messageWith('competition.yaml', yaml, 'image-format')).toMatch(
      /2 of 2 images are in .*, and set extension: \.png in competition\.yaml$/,
    );
  });
});

describe('warnings', () => {
  it('are none where nothing is remarkable', async () => {
    expect((await load()).warnings).toEqual([]);
  });

  it('name a class that differs from another in blanks only, and keep it apart', async () => {
    writeFileSync(at('train.csv'), 'id,label\na,cat\nb,dog\nc, cat\nd,cat \n');
    const { classes, warnings } = await load();
    expect(classes).toEqual([' cat', 'cat', 'cat ', 'dog']);
    expect(warnings.map((text) => text.replace(/^.*\//, ''))).toEqual([
      'train.csv:4: label " cat" is a class of its own beside "cat" and "cat ", since blanks count (1 row)',
      'train.csv:5: label "cat " is a class of its own beside " cat" and "cat", since blanks count (1 row)',
    ]);
  });

  it('name images that come under two ids, or are to be predicted and labelled', async () => {
    cpSync(at('train/a.png'), at('train/e.png'));
    cpSync(at('train/b.png'), at('test/y.png'));
    writeFileSync(at('train.csv'), `${TRAIN}a.png,cat\ne,dog\n`);
    expect((await load()).warnings.map((text) => text.replace(/^.*\//, ''))).toEqual([
      'train.csv: 2 labelled images repeat others, 1 of them with another label, which a split into folds may part: ' +
        'a and a.png (lines 2 and 6), a and e (lines 2 and 7, labelled cat and dog)',
      'sample.csv: 1 image to predict is among the labelled ones: y (line 3) is b.png',
    ]);
  });
});

describe('readSolution', () => {
  it('gives class indices in the order of the test images', async () => {
    expect([...readSolution(await load())]).toEqual([0, 2]);
  });

  it('refuses a missing image, an unknown class and a competition without solution', async () => {
    const read = async (): Promise<unknown> => readSolution(await load());
    writeFileSync(at('solution.csv'), 'id,label\nx,cat\n');
    expect(await messageOf(read, 'bad-csv')).toBe(
      'solution.csv: no label for a test image; found "y"; add its row, or leave `solution` out of competition.yaml',
    );
    writeFileSync(at('solution.csv'), 'id,label\nx,cat\ny,cow\n');
    expect(await messageOf(read, 'bad-csv')).toBe(
      'solution.csv:3: unknown class; found "cow"; allowed: ape, cat, dog',
    );
    writeFileSync(at('competition.yaml'), YAML.replace('solution: solution.csv\n', ''));
    expect(await messageOf(read, 'no-solution')).toContain('the competition names no solution');
  });
});
