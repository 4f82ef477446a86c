import { describe, expect, it } from 'vitest';
import { augment, batchCount, batches, epochOrder } from './index.js';

const SIZE = 6;
const BYTES = SIZE * SIZE * 3;
const pixels = (count: number): Uint8Array =>
  Uint8Array.from({ length: count * BYTES }, (_, at) => 1 + ((at * 13) % 255));
const draws = (count: number): Uint32Array => Uint32Array.from(Array(count).keys());

describe('epochOrder', () => {
  const indices = Uint32Array.from({ length: 50 }, (_, index) => index * 2);

  it('is a permutation that depends on seed and epoch only', () => {
    const order = epochOrder(indices, { seed: 1, epoch: 3 });
    expect([...order].sort((a, b) => a - b)).toEqual([...indices]);
    expect(epochOrder(indices, { seed: 1, epoch: 3 })).toEqual(order);
    expect(epochOrder(indices, { seed: 1, epoch: 4 })).not.toEqual(order);
    expect(epochOrder(indices, { seed: 2, epoch: 3 })).not.toEqual(order);
    expect([...indices]).toEqual([...indices].sort((a, b) => a - b));
  });

  it('puts every image first about equally often', () => {
    const first = new Array<number>(5).fill(0);
    for (let epoch = 0; epoch < 2000; epoch++) {
      const at = epochOrder([0, 1, 2, 3, 4], { seed: 7, epoch })[0] ?? 0;
      first[at] = (first[at] ?? 0) + 1;
    }
    // 400 expected, standard deviation 18.
    for (const count of first) expect(Math.abs(count - 400)).toBeLessThan(90);
  });
});

describe('batches', () => {
  it.each([
    [10, 4, true, [4, 4]],
    [10, 4, false, [4, 4, 2]],
    [3, 4, true, [3]],
    [8, 4, true, [4, 4]],
    [0, 4, true, []],
  ])('%i images by %i, drop last %s: %j', (length, size, dropLast, sizes) => {
    const order = Uint32Array.from({ length }, (_, at) => 100 - at);
    const cut = [...batches(order, size, dropLast)];
    expect(cut.map(({ indices }) => indices.length)).toEqual(sizes);
    expect(batchCount(length, size, dropLast)).toBe(sizes.length);
    for (const batch of cut) expect([...batch.draws].map((draw) => order[draw])).toEqual([...batch.indices]);
  });
});

describe('augment', () => {
  const keys = { seed: 5, epoch: 2 };
  const both = { flip: true, padCrop: 2 };

  it('is the same under another split into batches', () => {
    const input = pixels(8);
    const whole = augment(input, SIZE, both, { ...keys, draws: draws(8) });
    for (const [start, end] of [
      [0, 3],
      [3, 8],
    ] as const) {
      const part = augment(input.subarray(start * BYTES, end * BYTES), SIZE, both, {
        ...keys,
        draws: draws(8).subarray(start, end),
      });
      expect(part).toEqual(whole.subarray(start * BYTES, end * BYTES));
    }
  });

  it('copies when everything is off', () => {
    const input = pixels(3);
    expect(augment(input, SIZE, { flip: false, padCrop: 0 }, { ...keys, draws: draws(3) })).toEqual(input);
  });

  it('mirrors about half of the images, whole pixels from left to right', () => {
    const count = 400;
    const input = pixels(count);
    const out = augment(input, SIZE, { flip: true, padCrop: 0 }, { ...keys, draws: draws(count) });
    let mirrored = 0;
    for (let row = 0; row < count; row++) {
      const before = input.subarray(row * BYTES, (row + 1) * BYTES);
      const after = out.subarray(row * BYTES, (row + 1) * BYTES);
      if (Buffer.compare(before, after) === 0) continue;
      mirrored++;
      for (let at = 0; at < BYTES; at++) {
        const [y, x, c] = [Math.floor(at / 3 / SIZE), Math.floor(at / 3) % SIZE, at % 3];
        expect(after[at]).toBe(before[(y * SIZE + SIZE - 1 - x) * 3 + c]);
      }
    }
    expect(Math.abs(mirrored - 200)).toBeLessThan(50);
  });

  it('crops out of the zero-padded image, at every place that there is', () => {
    const [count, pad] = [300, 1];
    const input = pixels(count);
    const out = augment(input, SIZE, { flip: false, padCrop: pad }, { ...keys, draws: draws(count) });
    const places = new Map<string, number>();
    for (let row = 0; row < count; row++) {
      const after = out.subarray(row * BYTES, (row + 1) * BYTES);
      const matching = [-1, 0, 1].flatMap((dx) =>
        [-1, 0, 1]
          .filter(
            (dy) =>
              Buffer.compare(cropped(input.subarray(row * BYTES, (row + 1) * BYTES), dx, dy), after) === 0,
          )
          .map((dy) => `${dx},${dy}`),
      );
      expect(matching).toHaveLength(1);
      for (const place of matching) places.set(place, (places.get(place) ?? 0) + 1);
    }
    expect(places.size).toBe(9);
    for (const times of places.values()) expect(times).toBeGreaterThan(10);
  });

  it('leaves its input alone and refuses to write over it', () => {
    const input = pixels(2);
    const kept = input.slice();
    augment(input, SIZE, both, { ...keys, draws: draws(2) });
    expect(input).toEqual(kept);
    expect(() => augment(input, SIZE, both, { ...keys, draws: draws(2) }, input)).toThrow(/another buffer/);
  });

  function cropped(image: Uint8Array, dx: number, dy: number): Uint8Array {
    return Uint8Array.from(image, (_, at) => {
      const [y, x, c] = [Math.floor(at / 3 / SIZE) + dy, (Math.floor(at / 3) % SIZE) + dx, at % 3];
      const inside = y >= 0 && y < SIZE && x >= 0 && x < SIZE;
      return inside ? (image[(y * SIZE + x) * 3 + c] ?? 0) : 0;
    });
  }
});
