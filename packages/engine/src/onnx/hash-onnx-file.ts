import { hashOf, sha256 } from '@frostline/base';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { readModel } from './read-model.js';

/**
 * What a model is, by its files: the SHA-256 of the only one; with large constants beside it, one of all their hashes.
 *
 * @throws InputError `file-missing`, `onnx-file`, `path-outside`
 */
export async function hashOnnxFile(file: string): Promise<string> {
  const { bytes, beside } = readModel(file);
  const model = sha256(bytes);
  if (beside.size === 0) return model;
  const constants: Record<string, string> = {};
  for (const [name, place] of beside) constants[name] = await hashFile(place);
  return hashOf({ model, constants });
}

/** Such a file may be larger than a buffer. */
async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 2 ** 20 }), hash);
  return hash.digest('hex');
}
