import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeFileAtomic } from '@frostline/base';
import { competitionFiles } from './competition-files.js';
import { readFashion } from './idx.js';

/**
 * Makes the images and tables of examples/fashion from Debian's package dataset-fashion-mnist; competition.yaml is
 * written by hand. With --check nothing is written: exit 1 when a committed file differs from what would be made.
 *
 *   node tools/dist/fashion/make-competition.js [--check] [--source FOLDER] [--out FOLDER]
 */
const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    source: { type: 'string', default: '/usr/share/datasets/fashion-mnist' },
    out: { type: 'string', default: path.resolve(import.meta.dirname, '../../../examples/fashion') },
  },
});

const files = await competitionFiles(readFashion(values.source));
const stale = imagesIn(values.out).filter((name) => !files.has(name));
if (values.check) {
  const changed = [...files].filter(([name, content]) => !isSame(path.join(values.out, name), content));
  const names = [...changed.map(([name]) => name), ...stale];
  process.stdout.write(`${files.size} files checked, ${names.length} differ\n`);
  for (const name of names.slice(0, 5)) process.stdout.write(`  ${name}\n`);
  process.exitCode = names.length === 0 ? 0 : 1;
} else {
  for (const name of stale) rmSync(path.join(values.out, name));
  for (const [name, content] of files) writeFileAtomic(path.join(values.out, name), content);
  process.stdout.write(`${files.size} files written to ${values.out}\n`);
}

function imagesIn(folder: string): string[] {
  return ['train', 'test'].flatMap((split) =>
    namesIn(path.join(folder, split)).map((name) => `${split}/${name}`),
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isSame(file: string, content: string | Uint8Array): boolean {
  try {
    return readFileSync(file).equals(typeof content === 'string' ? Buffer.from(content) : content);
  } catch {
    return false;
  }
}
