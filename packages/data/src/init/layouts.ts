import { InputError } from '@frostline/base';
import type { Draft, InitChoices, Layout } from './draft.js';
import type { FolderContents } from './folder-contents.js';
import { foldersLayout } from './folders-layout.js';
import { patternLayout } from './pattern-layout.js';
import { tablesLayout } from './tables-layout.js';

/** Every layout, in the order in which they are tried. Add one: a file beside this, a line here, a test. */
const layouts: readonly Layout[] = [tablesLayout, patternLayout, foldersLayout];

/** @throws InputError `no-images`, `no-layout`, or what a layout needs to be told */
export function draftCompetition(
  contents: FolderContents,
  choices: InitChoices,
): Draft & { readonly layout: string } {
  if (contents.images.length === 0)
    throw new InputError('no-images', 'there are no images below the folder', { place: contents.name });
  for (const layout of layouts) {
    const draft = layout.draft(contents, choices);
    if (draft !== undefined) return { ...draft, layout: layout.name };
  }
  throw new InputError('no-layout', 'it is not clear what the labels of these images are', {
    place: contents.name,
    found: `${contents.images.slice(0, 3).join(', ')}; tables: ${contents.tables.map(({ path }) => path).join(', ') || 'none'}`,
    allowed:
      'a table with a column of images and one of labels; a folder per class; or --pattern, with what the paths mean',
  });
}
