import { InputError } from '@frostline/base';

/** What the runtimes say of an index that a table does not have: tfjs, TensorFlow, ONNX Runtime. */
const phrases =
  /index value -?\d+ is not in|indices\[.*\] = -?\d+ is not in|indices element out of data bounds/;

/** The error to throw for one of a runtime's: `gather-index` where it is about an index, else the same. */
export function withGatherIndex(error: unknown): unknown {
  if (!(error instanceof Error) || !phrases.test(error.message)) return error;
  return new InputError('gather-index', 'an index is out of the range of the table', {
    found: error.message,
    allowed: 'from 0 to its number of rows, less one',
    cause: error,
  });
}
