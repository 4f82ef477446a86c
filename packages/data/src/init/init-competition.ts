import path from 'node:path';
import { existsSync, statSync } from 'node:fs';
import { InputError, writeFileAtomic } from '@frostline/base';
import { assignFolds } from '../folds/assign-folds.js';
import type { Reading } from '../image-files.js';
import { loadCompetition } from '../load-competition.js';
import { chooseFolds } from './choose-folds.js';
import type { InitChoices } from './draft.js';
import { findDuplicates, type Duplicates } from './find-duplicates.js';
import { findGroups, type GroupCandidate } from './find-groups.js';
import { readFolder } from './folder-contents.js';
import { formatDraft } from './format-draft.js';
import { inspectImages, type ImageFacts } from './inspect-images.js';
import { labelledRows } from './labelled-rows.js';
import { draftCompetition } from './layouts.js';

export interface InitOptions extends InitChoices, Partial<Pick<Reading, 'signal'>> {
  /** Replace a competition.yaml that is there. */
  readonly force: boolean;
  /** Told again and again while images are read and decoded. */
  readonly onProgress?: (what: string, done: number, total: number) => void;
}

/** What a folder holds, and what was written for it. */
export interface InitReport extends ImageFacts {
  /** Path of the competition.yaml. */
  readonly file: string;
  /** What it holds. */
  readonly text: string;
  readonly layout: string;
  /** Labelled images by class, in the order of the classes. */
  readonly classes: readonly { readonly name: string; readonly count: number }[];
  /** How many times as many images the commonest class has as the rarest. */
  readonly imbalance: number;
  readonly train: number;
  readonly test: number;
  readonly groups: readonly GroupCandidate[];
  readonly folds: {
    readonly kind: string;
    readonly count: number;
    readonly group: string | undefined;
    readonly why: string;
  };
  readonly duplicates: Duplicates;
  readonly notes: readonly string[];
}

/**
 * Looks at a folder, writes competition.yaml for it, and says what it found. Nothing is written unless what was drafted
 * loads.
 *
 * @throws InputError `file-exists`, `no-images`, `no-layout`, `no-labels`, `bad-pattern`, and what loading a competition throws
 * @example
 * const { classes, groups, folds } = await initCompetition('flowers', { force: false });
 */
export async function initCompetition(
  folder: string,
  { force, onProgress, signal, ...choices }: InitOptions,
): Promise<InitReport> {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new InputError('not-a-folder', 'no such folder', { place: folder });
  const file = path.join(folder, 'competition.yaml');
  if (!force && existsSync(file))
    throw new InputError('file-exists', 'there is a competition file already', {
      place: file,
      fix: '--force replaces it',
    });
  const contents = readFolder(folder);
  const layout = draftCompetition(contents, choices);
  const rows = labelledRows(contents, layout.settings);
  const groups = findGroups(rows, layout.settings.train.pattern);
  const draft = chooseFolds(layout, rows, groups);
  const text = formatDraft(draft);
  let done = 0;
  const alive = (): void => onProgress?.('reading images', ++done, contents.images.length);
  const competition = await loadCompetition(file, { text, alive, signal });
  assignFolds(competition.train, competition.folds, { classes: competition.classes });
  const samples = [...competition.train, ...competition.test];
  let decoded = 0;
  const facts = await inspectImages(samples, {
    alive: () => onProgress?.('decoding images', ++decoded, samples.length),
    signal,
  });
  const counts = new Array<number>(competition.classes.length).fill(0);
  for (const { label } of competition.train) counts[label] = (counts[label] ?? 0) + 1;
  writeFileAtomic(file, text);
  const unreadable = facts.unreadable.map(({ path: image, reason }) => ({
    path: path.relative(competition.root, image),
    reason,
  }));
  return {
    file,
    text,
    layout: layout.layout,
    classes: competition.classes.map((name, index) => ({ name, count: counts[index] ?? 0 })),
    imbalance: Math.max(...counts) / Math.min(...counts),
    train: competition.train.length,
    test: competition.test.length,
    ...facts,
    unreadable,
    groups,
    folds: {
      kind: competition.folds.kind,
      count: competition.folds.count,
      group: draft.settings.train.group,
      why: draft.why['train.group'] ?? draft.why.folds ?? '',
    },
    duplicates: findDuplicates(competition),
    notes: [...draft.notes, ...contents.left.map((why) => `not used: ${why}`), ...competition.warnings],
  };
}
