import type { RgbImage } from './decode-image.js';

const FILE_HEADER = 14;
const CORE_HEADER = 12;
const INFO_HEADER = 40;
const RAW = 0;
const BIT_FIELDS = 3;

/** Whether a file is a Windows bitmap, which sharp does not read. */
export function isBmp(bytes: Uint8Array): boolean {
  return bytes[0] === 0x42 && bytes[1] === 0x4d;
}

/**
 * Decodes a Windows bitmap without compression, as Pillow's `convert('RGB')` does: palettes of 1, 4 and 8 bits, 16, 24 and
 * 32 bits with or without masks, rows from the bottom or the top; alpha is dropped.
 *
 * @throws Error with what is wrong
 */
export function decodeBmp(bytes: Uint8Array, limitPixels: number): RgbImage {
  const header = readHeader(bytes);
  const { width, height, depth, offset, topDown } = header;
  if (width * height > limitPixels) throw new Error(`image exceeds the pixel limit of ${limitPixels}`);
  const stride = Math.ceil((width * depth) / 32) * 4;
  if (offset + stride * height > bytes.length) throw new Error('file ends before its pixels do');
  const colourAt = colourReader(bytes, header);
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const start = offset + stride * (topDown ? row : height - 1 - row);
    for (let column = 0; column < width; column++) colourAt(start, column, data, (row * width + column) * 3);
  }
  return { width, height, data };
}

interface Header {
  readonly size: number;
  readonly width: number;
  readonly height: number;
  readonly topDown: boolean;
  readonly depth: number;
  readonly compression: number;
  /** Colours of the palette; 0 for as many as the depth allows. */
  readonly colours: number;
  /** Where the pixels begin. */
  readonly offset: number;
}

function readHeader(bytes: Uint8Array): Header {
  if (bytes.length < FILE_HEADER + INFO_HEADER) throw new Error('file ends within its header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = view.getUint32(14, true);
  const offset = view.getUint32(10, true);
  const isCore = size === CORE_HEADER;
  if (!isCore && size < INFO_HEADER) throw new Error(`a header of ${size} bytes is not read`);
  const signed = isCore ? view.getUint16(20, true) : view.getInt32(22, true);
  const header = {
    size,
    offset,
    width: isCore ? view.getUint16(18, true) : view.getInt32(18, true),
    height: Math.abs(signed),
    topDown: signed < 0,
    depth: view.getUint16(isCore ? 24 : 28, true),
    compression: isCore ? RAW : view.getUint32(30, true),
    colours: isCore ? 0 : view.getUint32(46, true),
  };
  if (header.width < 1 || header.height < 1) throw new Error('image has no pixels');
  if (header.compression !== RAW && header.compression !== BIT_FIELDS)
    throw new Error(`compression ${header.compression} is not read; allowed: none`);
  return header;
}

/** Writes the colour of the pixel in a column of the row that begins at a byte. */
type ColourReader = (start: number, column: number, out: Uint8Array, at: number) => void;

function colourReader(bytes: Uint8Array, header: Header): ColourReader {
  const { depth } = header;
  if (depth === 1 || depth === 4 || depth === 8) return paletteReader(bytes, header);
  if (depth === 24)
    return (start, column, out, at) => {
      for (let channel = 0; channel < 3; channel++)
        out[at + channel] = bytes[start + column * 3 + 2 - channel] as number;
    };
  if (depth === 16 || depth === 32) return maskReader(bytes, header);
  throw new Error(`${depth} bits per pixel are not read; allowed: 1, 4, 8, 16, 24, 32`);
}

function paletteReader(bytes: Uint8Array, { size, depth, colours }: Header): ColourReader {
  const entry = size === CORE_HEADER ? 3 : 4;
  const known = Math.min(2 ** depth, colours === 0 ? 2 ** depth : colours);
  const start = FILE_HEADER + size;
  const palette = new Uint8Array(2 ** depth * 3);
  for (let index = 0; index < known; index++)
    for (let channel = 0; channel < 3; channel++)
      palette[index * 3 + channel] = bytes[start + index * entry + 2 - channel] ?? 0;
  const perByte = 8 / depth;
  return (row, column, out, at) => {
    const byte = bytes[row + Math.floor(column / perByte)] as number;
    const index = (byte >> (8 - depth * ((column % perByte) + 1))) & (2 ** depth - 1);
    for (let channel = 0; channel < 3; channel++) out[at + channel] = palette[index * 3 + channel] as number;
  };
}

function maskReader(bytes: Uint8Array, { depth, compression }: Header): ColourReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const standard = depth === 16 ? [0x7c00, 0x3e0, 0x1f] : [0xff0000, 0xff00, 0xff];
  const masks =
    compression === BIT_FIELDS
      ? [0, 1, 2].map((at) => view.getUint32(FILE_HEADER + INFO_HEADER + 4 * at, true))
      : standard;
  const channels = masks.map((mask) => {
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
    return { shift, most: mask >>> shift };
  });
  return (start, column, out, at) => {
    const pixel =
      depth === 16 ? view.getUint16(start + column * 2, true) : view.getUint32(start + column * 4, true);
    for (const [channel, { shift, most }] of channels.entries())
      out[at + channel] = most === 0 ? 0 : Math.floor((((pixel >>> shift) & most) * 255) / most);
  };
}
