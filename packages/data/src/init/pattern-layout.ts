import { InputError } from '@frostline/base';
import { parsePattern } from '../path-pattern.js';
import type { Draft, Layout } from './draft.js';
import { ImageIndex } from './image-column.js';
import { findTest, foldersAbove, imageTables } from './test-images.js';

const LOOKED_AT = 5000;

/** Labels in the paths of images, whose meaning a person says. */
export const patternLayout: Layout = {
  name: 'labels in path names',
  draft(contents, { pattern, target }): Draft | undefined {
    if (pattern === undefined) return undefined;
    const { columns, match } = parsePattern(pattern, '--pattern');
    const matches = new Map<string, number>();
    for (const image of contents.images.slice(0, LOOKED_AT))
      for (const folder of ['.', ...foldersAbove(image)])
        if (match(folder === '.' ? image : image.slice(folder.length + 1)))
          matches.set(folder, (matches.get(folder) ?? 0) + 1);
    const [images] = [...matches].sort(([, a], [, b]) => b - a)[0] ?? [];
    if (images === undefined)
      throw new InputError('bad-pattern', 'no image fits the pattern, from whichever folder', {
        place: '--pattern',
        found: pattern,
        allowed: `paths such as ${contents.images.slice(0, 3).join(', ')}`,
      });
    const label = target ?? columns.find((name) => /^(class|label|target)$/i.test(name));
    if (label === undefined)
      throw new InputError('no-labels', 'it is not clear which part of the paths is the label', {
        place: '--pattern',
        found: pattern,
        fix: `name one or some of ${columns.join(', ')} with --target, or call it {label}`,
      });
    const tables = imageTables(contents, new ImageIndex(contents.images)).filter(
      ({ folder }) => folder !== images,
    );
    const { why, ...test } = findTest(contents, tables, 'label', images);
    return {
      settings: {
        name: contents.name,
        metric: 'macro_f1',
        train: { images, pattern, target: label },
        ...test,
      },
      why: { 'train.pattern': `What the paths below ${images} say.`, ...why },
      notes: [],
    };
  },
};
