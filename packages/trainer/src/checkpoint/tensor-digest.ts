import { canonicalJson, sha256 } from '@frostline/base';
import type { HostRecord } from '@frostline/engine';

/** SHA-256 over names, shapes and bytes of tensors, whatever their order. */
export function tensorDigest(tensors: HostRecord): string {
  const parts = Object.entries(tensors)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, { shape, dtype, data }]) => [
      `${name} ${canonicalJson(shape)} ${dtype}\n`,
      new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    ]);
  return sha256(...parts);
}
