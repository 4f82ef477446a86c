import type { RgbImage } from './decode-image.js';
import { resampleFilters, type FilterName, type ResampleFilter } from './resample-filters.js';

/** Fixed-point coefficients leave 8 bits for the pixel and 2 for the sum: Pillow's PRECISION_BITS. */
const PRECISION_BITS = 32 - 8 - 2;

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
  const taps = tapsOf(inWidth, width, kernel);
  const out = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) sumTaps(taps, x, data, y * inWidth * 3, 3, out, (y * width + x) * 3);
  return { width, height, data: out };
}

function resizeColumns(
  { width, height: inHeight, data }: RgbImage,
  height: number,
  kernel: ResampleFilter,
): RgbImage {
  const taps = tapsOf(inHeight, height, kernel);
  const out = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) sumTaps(taps, y, data, x * 3, width * 3, out, (y * width + x) * 3);
  return { width, height, data: out };
}

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

/** One output pixel of three channels: the weighted sum of input pixels `step` bytes apart. */
function sumTaps(
  { first, count, weights, stride }: Taps,
  position: number,
  data: Uint8Array,
  origin: number,
  step: number,
  out: Uint8Array,
  target: number,
): void {
  const half = 1 << (PRECISION_BITS - 1);
  let red = half;
  let green = half;
  let blue = half;
  let source = origin + (first[position] as number) * step;
  const start = position * stride;
  const end = start + (count[position] as number);
  for (let tap = start; tap < end; tap++, source += step) {
    const weight = weights[tap] as number;
    red += (data[source] as number) * weight;
    green += (data[source + 1] as number) * weight;
    blue += (data[source + 2] as number) * weight;
  }
  out[target] = clip8(red);
  out[target + 1] = clip8(green);
  out[target + 2] = clip8(blue);
}

function clip8(sum: number): number {
  const value = sum >> PRECISION_BITS;
  return value < 0 ? 0 : value > 255 ? 255 : value;
}
