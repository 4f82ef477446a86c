import { InputError, type ErrorDetails } from '@frostline/base';
import { elementTypes, isElementTypeName, type ElementTypeName } from './element-types.js';
import { flawOf } from './header-text.js';

/** The format allows 100 MB; a tenth holds 50,000 tensors, and is refused or read within a second. */
const maximumHeaderBytes = 10_000_000;

interface TensorEntry {
  readonly name: string;
  readonly type: ElementTypeName;
  readonly shape: readonly number[];
  /** Offsets into the data part. */
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly metadata: Readonly<Record<string, string>>;
  /** By position in the file. */
  readonly entries: readonly TensorEntry[];
  /** Where the data part starts in the file. */
  readonly dataStart: number;
}

type Refuse = (problem: string, details?: ErrorDetails) => InputError;

/**
 * Reads and checks a header: size, JSON, duplicate keys, types, shapes, and that the tensors cover the data part
 * without gap or overlap (https://github.com/huggingface/safetensors, `SafeTensors::read_metadata`).
 *
 * @throws InputError `bad-safetensors`
 */
export function readHeader(file: Uint8Array, place: string): SafetensorsHeader {
  const refuse: Refuse = (problem, details) =>
    new InputError('bad-safetensors', problem, { place, ...details });
  const { text, dataStart } = headerText(file, refuse);
  const { __metadata__: metadata = {}, ...tensors } = parseObject(text, refuse);
  const entries = Object.entries(tensors)
    .map(([name, value]) => readEntry(name, value, refuse))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkCoverage(entries, file.byteLength - dataStart, refuse);
  return { metadata: readMetadata(metadata, refuse), entries, dataStart };
}

function headerText(file: Uint8Array, refuse: Refuse): { text: string; dataStart: number } {
  if (file.byteLength < 8)
    throw refuse('the file is too short for a header', { found: `${String(file.byteLength)} bytes` });
  const length = new DataView(file.buffer, file.byteOffset).getBigUint64(0, true);
  const limit = Math.min(maximumHeaderBytes, file.byteLength - 8);
  if (length > BigInt(limit))
    throw refuse('the header is longer than the file or the limit', {
      found: `${length.toString()} bytes`,
      allowed: `at most ${String(limit)}`,
    });
  const dataStart = 8 + Number(length);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      file.subarray(8, dataStart),
    );
    return { text, dataStart };
  } catch (error) {
    throw refuse('the header is not UTF-8', { cause: error });
  }
}

function parseObject(text: string, refuse: Refuse): Record<string, unknown> {
  if (!text.startsWith('{')) throw refuse('the header does not begin with {', { found: text.slice(0, 10) });
  const flaw = flawOf(text);
  if (flaw !== null) throw refuse(flaw.problem, { found: flaw.found });
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw refuse('the header is not JSON', { cause: error });
  }
}

function readMetadata(value: unknown, refuse: Refuse): Record<string, string> {
  if (!isObject(value) || !Object.values(value).every((member) => typeof member === 'string'))
    throw refuse('__metadata__ must map strings to strings', { found: value });
  return value as Record<string, string>;
}

function readEntry(name: string, value: unknown, refuse: Refuse): TensorEntry {
  if (!isObject(value)) throw refuse(`${name} is not an object`, { found: value });
  const { dtype, shape, data_offsets: offsets } = value;
  if (!isElementTypeName(dtype))
    throw refuse(`${name} has an element type that is not read`, {
      found: dtype,
      allowed: Object.keys(elementTypes),
    });
  if (!isCounts(shape)) throw refuse(`${name} has no valid shape`, { found: shape });
  if (!isCounts(offsets) || offsets.length !== 2)
    throw refuse(`${name} has no valid data_offsets`, { found: offsets });
  const [begin = 0, end = 0] = offsets;
  const bytes = shape.reduce((product, extent) => product * extent, elementTypes[dtype].bytes);
  // A product beyond 2^53 is inexact but larger than any file, so that the comparison still refuses it.
  if (end - begin !== bytes)
    throw refuse(`${name} has another size than its shape says`, {
      found: `${String(end - begin)} bytes`,
      allowed: `${String(bytes)} bytes`,
    });
  return { name, type: dtype, shape, begin, end };
}

function checkCoverage(entries: readonly TensorEntry[], dataBytes: number, refuse: Refuse): void {
  let position = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== position)
      throw refuse(begin < position ? `${name} overlaps another tensor` : `there is a gap before ${name}`, {
        found: begin,
        allowed: String(position),
      });
    position = end;
  }
  if (position !== dataBytes)
    throw refuse('the tensors do not cover the file', {
      found: `${String(dataBytes)} bytes of data`,
      allowed: String(position),
    });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((member) => Number.isSafeInteger(member) && member >= 0);
