import type { RgbImage } from './decode-image.js';
import { resampleFilters, type FilterName, type ResampleFilter } from './resample-filters.js';

/** Fixed-point coefficients leave 8 bits for the pixel and 2 for the sum: Pillow's PRECISION_BITS. */
const PRECISION_BITS = 32 - 8 - 2;
/** What rounds a fixed-point sum. Sums are 32-bit integers, as in Pillow: `Math.imul` keeps them so. */
const HALF = 1 << (PRECISION_BITS - 1);

/**
 * Resizes with antialiasing, bit for bit as Pillow's `Image.resize((width, height), filter)`, which is what torchvision
 * does to PIL images: filter support scaled with the reduction, coefficients rounded to 22 bits, rows first, then
 * columns, each rounded to 8 bits (libImaging/Resample.c).
 */
export function resize(image: RgbImage, width: number, height: number, filter: FilterName): RgbImage {
  const kernel = resampleFilters[filter];
  const narrow = image.width === width ? image : resizeRows(image, width, kernel);
  return narrow.height === height ? narrow : resizeColumns(narrow, height, kernel);
}

function resizeRows(
  { width: inWidth, height, data }: RgbImage,
  width: number,
  kernel: ResampleFilter,
): RgbImage {
  const { first, count, weights, stride } = tapsOf(inWidth, width, kernel);
  const out = new Uint8Array(width * height * 3);
  let target = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++, target += 3) {
      let red = HALF;
      let green = HALF;
      let blue = HALF;
      let at = (y * inWidth + (first[x] as number)) * 3;
      let tap = x * stride;
      const end = tap + (count[x] as number);
      // Two at a time: this is the inner loop of reading images.
      for (; tap + 1 < end; tap += 2, at += 6) {
        const left = weights[tap] as number;
        const right = weights[tap + 1] as number;
        red = (red + Math.imul(data[at] as number, left) + Math.imul(data[at + 3] as number, right)) | 0;
        green =
          (green + Math.imul(data[at + 1] as number, left) + Math.imul(data[at + 4] as number, right)) | 0;
        blue =
          (blue + Math.imul(data[at + 2] as number, left) + Math.imul(data[at + 5] as number, right)) | 0;
      }
      if (tap < end) {
        const last = weights[tap] as number;
        red = (red + Math.imul(data[at] as number, last)) | 0;
        green = (green + Math.imul(data[at + 1] as number, last)) | 0;
        blue = (blue + Math.imul(data[at + 2] as number, last)) | 0;
      }
      out[target] = clip8(red);
      out[target + 1] = clip8(green);
      out[target + 2] = clip8(blue);
    }
  return { width, height, data: out };
}

/** Adds whole rows up, which lie together in memory, four at a time; a row that there is not has the weight 0. */
function resizeColumns(
  { width, height: inHeight, data }: RgbImage,
  height: number,
  kernel: ResampleFilter,
): RgbImage {
  const { first, count, weights, stride } = tapsOf(inHeight, height, kernel);
  const row = width * 3;
  const out = new Uint8Array(row * height);
  const sums = new Int32Array(row);
  for (let y = 0; y < height; y++) {
    const taps = count[y] as number;
    sums.fill(HALF);
    for (let tap = 0; tap < taps; tap += 4) {
      const start = ((first[y] as number) + tap) * row;
      const [a, b, c, d] = [0, 1, 2, 3].map((next) =>
        tap + next < taps ? start + next * row : start,
      ) as Four;
      const [wa, wb, wc, wd] = [0, 1, 2, 3].map((next) =>
        tap + next < taps ? (weights[y * stride + tap + next] as number) : 0,
      ) as Four;
      for (let at = 0; at < row; at++)
        sums[at] =
          (sums[at] as number) +
          Math.imul(data[a + at] as number, wa) +
          Math.imul(data[b + at] as number, wb) +
          Math.imul(data[c + at] as number, wc) +
          Math.imul(data[d + at] as number, wd);
    }
    for (let at = 0; at < row; at++) out[y * row + at] = clip8(sums[at] as number);
  }
  return { width, height, data: out };
}

type Four = [number, number, number, number];

interface Taps {
  /** First input position of each output position. */
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** [output position, stride] fixed-point weights. */
  readonly weights: Int32Array;
  readonly stride: number;
}

function tapsOf(inSize: number, outSize: number, { support: unitSupport, weight }: ResampleFilter): Taps {
  const scale = inSize / outSize;
  const filterScale = Math.max(scale, 1);
  const support = unitSupport * filterScale;
  const stride = Math.ceil(support) * 2 + 1;
  const taps: Taps = {
    first: new Int32Array(outSize),
    count: new Int32Array(outSize),
    weights: new Int32Array(outSize * stride),
    stride,
  };
  for (let position = 0; position < outSize; position++) {
    const center = (position + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - support + 0.5));
    const count = Math.min(inSize, Math.trunc(center + support + 0.5)) - first;
    const inverse = 1 / filterScale;
    const raw = Array.from({ length: count }, (_, tap) => weight((tap + first - center + 0.5) * inverse));
    const total = raw.reduce((sum, value) => sum + value, 0);
    taps.first[position] = first;
    taps.count[position] = count;
    for (const [tap, value] of raw.entries())
      taps.weights[position * stride + tap] = toFixedPoint(total === 0 ? value : value / total);
  }
  return taps;
}

function toFixedPoint(weight: number): number {
  return Math.trunc((weight < 0 ? -0.5 : 0.5) + weight * (1 << PRECISION_BITS));
}

function clip8(sum: number): number {
  const value = sum >> PRECISION_BITS;
  return value < 0 ? 0 : value > 255 ? 255 : value;
}
