import type { Table } from '../table.js';
import { roleOf } from './roles.js';

/** A column that names images. */
export interface ImageColumn {
  readonly column: string;
  /** Folder of the images, `.` for the folder that is looked at. */
  readonly folder: string;
  /** Share of the looked-at cells whose image is there, 0..1. */
  readonly share: number;
}

const LOOKED_AT = 500;
const IDS = /^(id|img|image|file|filename|path|(image|img|file)_?(id|name|path))$/i;

/** Looks images up by their paths, whose endings need not be given. */
export class ImageIndex {
  private readonly paths: ReadonlyMap<string, string>;
  private readonly foldersOf = new Map<string, Set<string>>();

  constructor(images: readonly string[]) {
    this.paths = new Map(
      images.flatMap((image) => [
        [image, image],
        [withoutEnding(image), image],
      ]),
    );
    for (const image of images)
      for (const name of [image, withoutEnding(image)]) {
        const [folder, base] = split(name);
        this.foldersOf.set(base, (this.foldersOf.get(base) ?? new Set()).add(folder));
      }
  }

  /** The path of an image from the folder in which it is looked for; undefined where there is none. */
  find(folder: string, name: string): string | undefined {
    const path = this.paths.get(folder === '.' ? name : `${folder}/${name}`);
    return path === undefined || folder === '.' ? path : path.slice(folder.length + 1);
  }

  /** Folders from which a name leads to an image. */
  foldersFor(name: string): string[] {
    const [inside, base] = split(name);
    return [...(this.foldersOf.get(base) ?? [])].flatMap((folder) => {
      if (inside === '.') return [folder];
      if (folder === inside) return ['.'];
      return folder.endsWith(`/${inside}`) ? [folder.slice(0, -inside.length - 1)] : [];
    });
  }
}

/**
 * The column of a table that names images: that of which the most are there; of several such the one that is called an id.
 *
 * @param role what the table is for: images of other roles are only taken where there are none of its own
 */
export function findImageColumn(table: Table, role: string, index: ImageIndex): ImageColumn | undefined {
  const rows = sample(table.rows, LOOKED_AT);
  const found = table.columns.flatMap((column, at) => {
    const cells = rows.map((row) => row[at] ?? '').filter((cell) => cell !== '');
    const folders = new Set(sample(cells, 5).flatMap((cell) => index.foldersFor(cell)));
    const places = [...folders].map((folder) => {
      const share =
        cells.filter((cell) => index.find(folder, cell) !== undefined).length / Math.max(1, rows.length);
      return { column, folder, share, fits: share + (roleOf(folder) === role ? 0.5 : 0) };
    });
    return places.sort((a, b) => b.fits - a.fits || (a.folder < b.folder ? -1 : 1)).slice(0, 1);
  });
  const named = ({ column }: ImageColumn): number => (IDS.test(column) ? 0.25 : 0);
  const [best] = found.sort((a, b) => b.share + named(b) - (a.share + named(a)));
  return best !== undefined && best.share >= 0.5
    ? { column: best.column, folder: best.folder, share: best.share }
    : undefined;
}

/** Elements at about equal distances. */
function sample<Value>(values: readonly Value[], count: number): Value[] {
  const step = Math.max(1, values.length / count);
  return Array.from(
    { length: Math.min(count, values.length) },
    (_, at) => values[Math.floor(at * step)] as Value,
  );
}

function split(path: string): [string, string] {
  const at = path.lastIndexOf('/');
  return at < 0 ? ['.', path] : [path.slice(0, at), path.slice(at + 1)];
}

function withoutEnding(path: string): string {
  return path.replace(/\.[^./]+$/, '');
}
