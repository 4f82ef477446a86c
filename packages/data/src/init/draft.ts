import type { z } from 'zod';
import type { competitionFile } from '../competition-file.js';
import type { LabelSource } from '../target.js';
import type { FolderContents } from './folder-contents.js';

/** A competition file as it is written. */
export type WrittenCompetition = z.input<typeof competitionFile>;

/** A competition file in the making. */
export interface Draft {
  readonly settings: WrittenCompetition;
  /** Why a key has its value, by its path, such as `train.group`. */
  readonly why: Readonly<Record<string, string>>;
  /** What was found and is not used. */
  readonly notes: readonly string[];
}

/** What a person says beforehand. */
export interface InitChoices {
  readonly pattern?: string | undefined;
  readonly target?: LabelSource | undefined;
}

/** A way in which competitions are laid out. */
export interface Layout {
  readonly name: string;
  /** Undefined where a folder is not laid out so. @throws InputError where it is, but something must be said about it */
  draft(contents: FolderContents, choices: InitChoices): Draft | undefined;
}
