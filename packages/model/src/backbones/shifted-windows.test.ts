import { ops, toHostSync, useBackend } from '@frostline/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { cutWindows, joinWindows, shiftMask, windowGrid } from './shifted-windows.js';

const counted = (shape: readonly number[]) =>
  ops.constant(
    Array.from({ length: shape.reduce((product, extent) => product * extent, 1) }, (_, index) => index + 1),
    shape,
  );

describe('shifted windows', () => {
  beforeAll(async () => {
    await useBackend('wasm');
  });

  it.each([
    { map: [2, 4, 6, 3], shift: [0, 0] as const },
    { map: [2, 4, 6, 3], shift: [1, 2] as const },
    { map: [1, 5, 7, 2], shift: [1, 1] as const },
    { map: [2, 1, 3, 1], shift: [1, 1] as const },
  ])('of $map, shifted by $shift, join to the map that was cut', ({ map, shift }) => {
    const x = counted(map);
    const grid = windowGrid(map, [2, 3], shift);
    const windows = cutWindows(x, grid);
    expect(windows.shape).toEqual([(map[0] ?? 1) * grid.counts[0] * grid.counts[1], 6, map[3]]);
    expect(toHostSync(joinWindows(windows, grid, map))).toEqual(toHostSync(x));
  });

  it('are cut row by row, what is lacking being zeros', () => {
    const grid = windowGrid([1, 3, 3, 1], [2, 2], [0, 0]);
    expect([...toHostSync(cutWindows(counted([1, 3, 3, 1]), grid)).data]).toEqual([
      ...[1, 2, 4, 5],
      ...[3, 0, 6, 0],
      ...[7, 8, 0, 0],
      ...[9, 0, 0, 0],
    ]);
  });

  it('begin where the shift says, and what falls off comes in at the other side', () => {
    const grid = windowGrid([1, 4, 4, 1], [2, 2], [1, 1]);
    const windows = [...toHostSync(cutWindows(counted([1, 4, 4, 1]), grid)).data];
    expect(windows.slice(0, 4)).toEqual([6, 7, 10, 11]);
    expect(windows.slice(12)).toEqual([16, 13, 4, 1]);
  });

  it('are not shifted along an axis that one window covers', () => {
    expect(windowGrid([1, 2, 5, 1], [3, 3], [1, 1])).toMatchObject({ shift: [0, 1], counts: [1, 2] });
    expect(shiftMask(windowGrid([1, 3, 3, 1], [3, 3], [1, 1]))).toBeNull();
  });

  it('let places see each other only if they were neighbours before the shift', () => {
    const [height, width, edge] = [6, 4, 2] as const;
    const grid = windowGrid([1, height, width, 1], [edge, edge], [1, 1]);
    const mask = toHostSync(shiftMask(grid) ?? ops.zeros([1])).data;
    const positions = [...toHostSync(cutWindows(counted([1, height, width, 1]), grid)).data];
    const places = edge * edge;
    for (let window = 0; window < 6; window++)
      for (let from = 0; from < places; from++)
        for (let to = 0; to < places; to++) {
          const [a = 0, b = 0] = [from, to].map((place) => (positions[window * places + place] ?? 0) - 1);
          const down = Math.abs(Math.floor(a / width) - Math.floor(b / width));
          const right = Math.abs((a % width) - (b % width));
          const near = down < edge && right < edge;
          expect(mask[(window * places + from) * places + to]).toBe(near ? 0 : -100);
        }
  });
});
