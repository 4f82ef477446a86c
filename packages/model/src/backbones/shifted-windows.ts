import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { isPairOf, type Pair } from '../layers/pair.js';
import type { Shape } from '../module/shape.js';

/** What is added to the score of two places that are neighbours only because the map was shifted. */
const APART = -100;

/** How a map is cut into windows: all pairs are [vertical, horizontal]. */
export interface WindowGrid {
  /** Extents of a window. */
  readonly window: Pair;
  /** By how much the map is shifted before it is cut; what falls off comes in at the other side. */
  readonly shift: Pair;
  /** Extents of the map, filled up with zeros to whole windows. */
  readonly padded: Pair;
  /** Number of windows along each axis. */
  readonly counts: Pair;
}

/** @param map [N, H, W, C] */
export function windowGrid([, height = 1, width = 1]: Shape, window: Pair, shift: Pair): WindowGrid {
  const counts: Pair = [Math.ceil(height / window[0]), Math.ceil(width / window[1])];
  return {
    window,
    // An axis of a single window has nothing to exchange.
    shift: [counts[0] === 1 ? 0 : shift[0], counts[1] === 1 ? 0 : shift[1]],
    padded: [counts[0] * window[0], counts[1] * window[1]],
    counts,
  };
}

/** [N, H, W, C] → [N · windows, places, C]. */
export function cutWindows(x: Tensor, { window, shift, padded, counts }: WindowGrid): Tensor {
  const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
  const none = [0, 0] as const;
  const [down, right] = [padded[0] - height, padded[1] - width];
  const filled = down + right === 0 ? x : ops.pad(x, [none, [0, down], [0, right], none]);
  const shifted = isPairOf(shift, 0) ? filled : ops.roll(filled, [-shift[0], -shift[1]], [1, 2]);
  const rows = ops.reshape(shifted, [batch * counts[0], window[0], counts[1], window[1] * channels]);
  return ops.reshape(ops.transpose(rows, [0, 2, 1, 3]), [-1, window[0] * window[1], channels]);
}

/** Undoes `cutWindows`. @param shape of the map */
export function joinWindows(
  windows: Tensor,
  { window, shift, padded, counts }: WindowGrid,
  shape: Shape,
): Tensor {
  const [batch = 1, height = 1, width = 1, channels = 1] = shape;
  const rows = ops.reshape(windows, [batch * counts[0], counts[1], window[0], window[1] * channels]);
  const map = ops.reshape(ops.transpose(rows, [0, 2, 1, 3]), [batch, ...padded, channels]);
  const back = isPairOf(shift, 0) ? map : ops.roll(map, shift, [1, 2]);
  const whole = padded[0] === height && padded[1] === width;
  return whole ? back : ops.slice(back, [0, 0, 0, 0], shape);
}

/**
 * What is added to the scores so that places which the shift brought together do not attend to each other:
 * [windows, 1, places, places]; null without a shift.
 */
export function shiftMask({ window, shift, padded, counts }: WindowGrid): Tensor | null {
  if (isPairOf(shift, 0)) return null;
  const places = window[0] * window[1];
  const values = new Float32Array(counts[0] * counts[1] * places * places);
  let at = 0;
  for (let row = 0; row < padded[0]; row += window[0])
    for (let column = 0; column < padded[1]; column += window[1]) {
      const regions = Array.from({ length: places }, (_, place) => {
        const vertical = regionOf(row + Math.floor(place / window[1]), 0);
        return 3 * vertical + regionOf(column + (place % window[1]), 1);
      });
      for (const from of regions) for (const to of regions) values[at++] = from === to ? 0 : APART;
    }
  return ops.constant(values, [counts[0] * counts[1], 1, places, places]);

  /** Which of the three parts of an axis, that were not neighbours before the shift, a place lies in. */
  function regionOf(position: number, axis: 0 | 1): number {
    const fromEnd = padded[axis] - position;
    if (fromEnd <= shift[axis]) return 2;
    return fromEnd <= window[axis] ? 1 : 0;
  }
}
