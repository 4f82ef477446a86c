import path from 'node:path';
import { InputError } from '@frostline/base';
import { endsWithAny, IMAGE_ENDINGS, UNREAD_ENDINGS } from '../image-endings.js';
import { listFiles } from '../image-listing.js';
import { readTable, TABLE_ENDINGS } from '../read-table.js';
import type { Table } from '../table.js';

/** What lies in a folder that may be a competition: paths from it, with `/`. */
export interface FolderContents {
  /** The folder's own name. */
  readonly name: string;
  readonly images: readonly string[];
  readonly tables: readonly FoundTable[];
}

export interface FoundTable {
  readonly path: string;
  readonly table: Table;
}

/** Lists a folder and reads the tables in it; `left` are those that cannot be read, with the reason. */
export function readFolder(folder: string): FolderContents & { readonly left: readonly string[] } {
  const files = listFiles(folder);
  const tables: FoundTable[] = [];
  const left: string[] = [];
  for (const file of files.filter((name) => endsWithAny(name, TABLE_ENDINGS)))
    try {
      tables.push({ path: file, table: readTable(path.join(folder, file), file) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      left.push(error.message);
    }
  const images = files.filter((name) => endsWithAny(name, [...IMAGE_ENDINGS, ...UNREAD_ENDINGS]));
  return { name: path.basename(path.resolve(folder)), images, tables, left };
}
