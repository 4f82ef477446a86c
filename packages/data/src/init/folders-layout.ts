import { InputError } from '@frostline/base';
import type { Draft, Layout } from './draft.js';
import type { FolderContents } from './folder-contents.js';
import { ImageIndex } from './image-column.js';
import { roleOf } from './roles.js';
import { suggestPattern } from './suggest-pattern.js';
import { findTest, foldersAbove, imageTables } from './test-images.js';

/** torchvision's ImageFolder: train/CLASS/…, with val/CLASS/… and test/… where there are such; or CLASS/… alone. */
export const foldersLayout: Layout = {
  name: 'a folder per class',
  draft(contents, { pattern, target }): Draft | undefined {
    if (pattern !== undefined || target !== undefined) return undefined;
    const root = classRoot(contents.images);
    if (root === undefined) return undefined;
    const classes = classesBelow(contents.images, root).filter(
      (name) => root !== '.' || roleOf(name) !== 'test',
    );
    if (classes.length < 2) return undefined;
    refusePeople(contents, root, classes);
    const above = root.includes('/') ? root.slice(0, root.lastIndexOf('/')) : '.';
    const sibling = (role: string): string | undefined =>
      roleOf(root.split('/').at(-1) ?? '') === 'train' ? siblingOf(contents.images, above, role) : undefined;
    const val = sibling('val');
    const given =
      val !== undefined && classesBelow(contents.images, val).every((name) => classes.includes(name));
    const tables = imageTables(contents, new ImageIndex(contents.images));
    const { why, ...test } = findTest(contents, tables, 'label', root);
    const testClasses = test.test === undefined ? [] : classesBelow(contents.images, test.test.images);
    const labelledTest = testClasses.length > 0 && testClasses.every((name) => classes.includes(name));
    const names = [root, val ?? ''].map((folder) => folder.split('/').at(-1) ?? '');
    return {
      settings: {
        name: contents.name,
        metric: 'macro_f1',
        train: given
          ? {
              images: above,
              pattern: `{split:${names.join('|')}}/{class}/**`,
              target: 'class',
              fold: 'split',
            }
          : { images: root, pattern: '{class}/**', target: 'class' },
        ...test,
        ...(labelledTest &&
          test.test !== undefined &&
          test.submission?.sample === undefined && {
            test: { images: test.test.images, pattern: '{class}/**' },
          }),
      },
      why: {
        'train.pattern': `Every folder below ${root === '.' ? 'this one' : root} is a class.`,
        ...(given && { 'train.fold': `${val} is what is validated; ${root} is trained on.` }),
        ...why,
        ...(labelledTest && { 'test.pattern': 'Its folders are the same classes: for scores only.' }),
      },
      notes: val !== undefined && !given ? [`${val} has other folders than ${root}, and is not used`] : [],
    };
  },
};

/** The shallowest folder that is called as one of training images; without such the first that holds several folders. */
function classRoot(images: readonly string[]): string | undefined {
  const folders = [...new Set(images.flatMap(foldersAbove))].sort(
    (a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1),
  );
  const named = folders.find((folder) => roleOf(folder.split('/').at(-1) ?? '') === 'train');
  if (named !== undefined) return descend(images, named);
  return ['.', ...folders].find((folder) => {
    const below = classesBelow(images, folder).filter((name) => roleOf(name) !== 'test');
    return below.length > 1 && !images.some((image) => isDirectly(image, folder));
  });
}

/** Past folders that hold one folder only; undefined where images lie right in the last. */
function descend(images: readonly string[], folder: string): string | undefined {
  if (images.some((image) => isDirectly(image, folder))) return undefined;
  const [only, ...others] = classesBelow(images, folder);
  return only === undefined || others.length > 0 ? folder : descend(images, `${folder}/${only}`);
}

/** Names of the folders with images right below a folder; folders of test images are none. */
function classesBelow(images: readonly string[], folder: string): string[] {
  const start = folder === '.' ? '' : `${folder}/`;
  const names = images.flatMap((image) => {
    const steps = image.startsWith(start) ? image.slice(start.length).split('/') : [];
    return steps.length > 1 ? (steps[0] ?? []) : [];
  });
  return [...new Set(names)].sort();
}

function isDirectly(image: string, folder: string): boolean {
  return (foldersAbove(image).at(-1) ?? '.') === folder;
}

function siblingOf(images: readonly string[], above: string, role: string): string | undefined {
  const name = classesBelow(images, above).find((folder) => roleOf(folder) === role);
  return name === undefined ? undefined : above === '.' ? name : `${above}/${name}`;
}

/** Folders such as `000004_male_Asian_54` are people, of whom their names tell something, and no classes. */
function refusePeople({ images }: FolderContents, root: string, classes: readonly string[]): void {
  const suggestion = suggestPattern(classes, images, root);
  if (suggestion === undefined) return;
  throw new InputError(
    'no-labels',
    `the folders below ${root} seem to be things that are described, not classes`,
    {
      place: root,
      found: suggestion.found,
      fix: `say what the parts of the paths mean, and which of them make the label: --pattern '${suggestion.pattern}' --target COLUMN, or --target '[{column: …, times: …}, …]' for a sum`,
    },
  );
}
