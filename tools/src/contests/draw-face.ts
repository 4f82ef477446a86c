import type { RandomStream } from '@frostline/base';

/** What a drawn person looks like. */
export interface Person {
  readonly gender: 'male' | 'female';
  readonly age: number;
  /** Red, green and blue of skin, hair and background. */
  readonly skin: Colour;
  readonly hair: Colour;
  readonly wall: Colour;
}

export type Wearing = 'mask' | 'incorrect' | 'normal';
type Colour = readonly [number, number, number];

/** Width and height of a drawing, pixels: an eighth of the contest's 384 × 512. */
export const FACE_SIZE = { width: 48, height: 64 } as const;

/**
 * Draws a face from shapes: long hair for women, grey hair and lines for age, and a mask over mouth and nose, below the
 * nose, or none. RGB rows from the top.
 *
 * @param random moves the face a little and adds noise, so that no two drawings are equal
 */
export function drawFace(
  { gender, age, skin, hair, wall }: Person,
  wearing: Wearing,
  random: RandomStream,
): Uint8Array {
  const { width, height } = FACE_SIZE;
  const centre = { x: 24 + random.nextBelow(5) - 2, y: 32 + random.nextBelow(5) - 2 };
  const mask: Colour = [
    [235, 235, 240],
    [150, 190, 230],
    [60, 60, 70],
  ][random.nextBelow(3)] as unknown as Colour;
  const hairColour: Colour = age >= 60 ? [190, 190, 190] : hair;
  const pixels = new Uint8Array(width * height * 3);
  const paint = (inside: (x: number, y: number) => boolean, colour: Colour): void => {
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        if (inside(x - centre.x, y - centre.y)) pixels.set(colour, (y * width + x) * 3);
  };
  const ellipse = (cx: number, cy: number, rx: number, ry: number) => (x: number, y: number) =>
    ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;
  paint(() => true, wall);
  paint(gender === 'female' ? ellipse(0, 2, 19, 27) : ellipse(0, -8, 16, 16), hairColour);
  paint(ellipse(0, 2, 14, 20), skin);
  for (const side of [-6, 6]) paint(ellipse(side, -3, 2.5, 1.5), [30, 30, 40]);
  const dark: Colour = [skin[0] - 50, skin[1] - 50, skin[2] - 50];
  const lines = age >= 60 ? 4 : age >= 30 ? 1 : 0;
  for (let line = 0; line < lines; line++) paint((x, y) => y === -9 - 2 * line && Math.abs(x) <= 7, dark);
  paint((x, y) => Math.abs(x) <= 1 && y >= 0 && y <= 5, dark);
  paint(ellipse(0, 11, 5, 1.5), [170, 70, 70]);
  const top = { mask: 1, incorrect: 8, normal: Infinity }[wearing];
  paint((x, y) => y >= top && y <= top + 15 && Math.abs(x) <= 13, mask);
  return pixels.map((value) => Math.max(0, Math.min(255, value + random.nextBelow(17) - 8)));
}
