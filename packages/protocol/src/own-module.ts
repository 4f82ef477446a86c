import { ownNamePattern } from '@frostline/base';
import { z } from 'zod';

/** A JavaScript module that somebody wrote for one competition, as a sweep file names it. */
export interface OwnModule {
  /** As written: relative to the sweep file. */
  readonly file: string;
  /** The first 12 hexadecimal digits of its SHA-256; absent where any content will do. */
  readonly digest: string | undefined;
}

const form = /^(.*[/\\].+\.m?js)(?:#([0-9a-f]{12}))?$/;

/** `./mine.mjs`, or with the content that it must have: `./mine.mjs#0123456789ab`. */
export const ownModule = z
  .string()
  // Aborts: a union with words then says the words, too.
  .regex(/^.*[/\\].+\.m?js(#[0-9a-f]{12})?$/, { abort: true })
  .meta({ examples: ['./mine.mjs'] });

/** The parts of such a name; undefined for a word, which means something built in. */
export function parseOwnModule(text: string): OwnModule | undefined {
  const [, file, digest] = form.exec(text) ?? [];
  return file === undefined ? undefined : { file, digest };
}

export const ownModuleText = ({ file, digest }: OwnModule): string =>
  digest === undefined ? file : `${file}#${digest}`;

const reference = new RegExp(`^(${ownNamePattern})(?:#([0-9a-f]{12}))?$`);

/** A metric as ledger and API name it: one's own with the digest of its module, so that no two are taken for one. */
export const metricReference = z.string().regex(reference);

/** The digest in a metric's name; undefined of a built-in one's. */
export const digestOfMetric = (name: string): string | undefined => reference.exec(name)?.[2];
