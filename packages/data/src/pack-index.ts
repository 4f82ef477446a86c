import { z } from 'zod';
import { resampleFilters, type FilterName } from './resample-filters.js';

const filterNames = Object.keys(resampleFilters) as [FilterName, ...FilterName[]];

/** The `.json` beside a pack's pixels. It is written last: where it stands, the pixels are complete. */
export const packIndex = z.strictObject({
  format: z.literal(2),
  /** SHA-256 of each image file, in the order of the pixels. */
  images: z.array(z.string()),
  /** Version of what decoded them. */
  decoder: z.string(),
  /** Side of the square images, pixels. */
  size: z.int().min(1),
  filter: z.enum(filterNames),
  /** SHA-256 of the pixel file. */
  sha256: z.string(),
  /** Images that could not be decoded, by position, with the decoder's reason. */
  quarantined: z.array(z.strictObject({ index: z.int().min(0), reason: z.string() })),
});

export type PackIndex = z.output<typeof packIndex>;

/** What a pack holds, and how it was made. */
export type PackContents = Pick<PackIndex, 'images' | 'decoder' | 'size' | 'filter'>;
