import { closeSync, openSync, readSync } from 'node:fs';
import { finishedPacks } from './pack-files.js';
import type { PackContents } from './pack-index.js';

/** What decoding an image gave: its pixels, or the reason why it cannot be decoded. */
export type Square = Uint8Array | string;

/** Images that other packs hold already, made in the same way: an image is decoded once, however many packs it is in. */
export class KnownSquares {
  private readonly places = new Map<string, { file: number; position: number } | string>();
  private readonly open: number[] = [];

  /** @param folder where packs lie; they may go at any time, but for those that are open */
  constructor(
    folder: string,
    private readonly contents: PackContents,
  ) {
    const wanted = new Set(contents.images);
    const { decoder, size, filter } = contents;
    for (const { stem, index } of finishedPacks(folder)) {
      if (index.decoder !== decoder || index.size !== size || index.filter !== filter) continue;
      if (!index.images.some((image) => wanted.has(image))) continue;
      const file = openOrNone(`${stem}.bin`);
      if (file === undefined) continue;
      this.open.push(file);
      const reasons = new Map(index.quarantined.map((image) => [image.index, image.reason]));
      for (const [position, image] of index.images.entries())
        if (wanted.has(image)) this.places.set(image, reasons.get(position) ?? { file, position });
    }
  }

  has(image: string): boolean {
    return this.places.has(image);
  }

  /** Undefined where no pack has it, or its file ends early. */
  read(image: string): Square | undefined {
    const place = this.places.get(image);
    if (place === undefined || typeof place === 'string') return place;
    const square = new Uint8Array(this.contents.size ** 2 * 3);
    for (let done = 0; done < square.length;) {
      const count = readSync(
        place.file,
        square,
        done,
        square.length - done,
        place.position * square.length + done,
      );
      if (count === 0) return undefined;
      done += count;
    }
    return square;
  }

  close(): void {
    for (const file of this.open) closeSync(file);
  }
}

function openOrNone(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch {
    return undefined;
  }
}
