/** What is tried, in this order and in either case, when an id carries no ending and the competition names none. */
export const IMAGE_ENDINGS = ['.png', '.jpg', '.jpeg', '.webp', '.tif', '.tiff', '.gif', '.avif', '.bmp'];
/** Endings of image formats that are found, to be named, but not read. */
export const UNREAD_ENDINGS = ['.dcm', '.heic', '.jp2', '.pgm', '.ppm'];

/** Compares endings in either case. */
export function endsWithAny(name: string, endings: readonly string[]): boolean {
  return endings.some((ending) => name.toLowerCase().endsWith(ending.toLowerCase()));
}
