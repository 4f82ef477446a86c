import type { RandomStream } from '@frostline/base';

/** At 48 pixels the last maps are 2×2; at 32 they are 1×1, and BatchNorm sees channels that hardly vary. */
export const imageSize = 48;

/** Random pixels, brighter in the channel and the corner that go with the label, so that there is something to learn. */
export function drawnImage(label: number, random: RandomStream): Uint8Array {
  return Uint8Array.from({ length: imageSize * imageSize * 3 }, (_, index) => {
    const row = Math.floor(index / 3 / imageSize);
    const bright = index % 3 === label % 3 && row < imageSize / (1 + (label % 2));
    return random.nextBelow(196) + (bright ? 60 : 0);
  });
}
