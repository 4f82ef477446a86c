/**
 * A model of `toOnnx` that declares a batch of so many images, as exporters without dynamic axes do: in every dimension
 * called `batch`, the name becomes a number of the same length in bytes.
 *
 * @param batch 1 to 127
 */
export function withFixedBatch(model: Uint8Array, batch: number): Uint8Array {
  // Field 2 of a dimension is its name, field 1 its length, here a number padded to six bytes.
  const name = Buffer.concat([Buffer.from([0x12, 5]), Buffer.from('batch')]);
  const length = Buffer.from([0x08, 0x80 | batch, 0x80, 0x80, 0x80, 0x80, 0]);
  const bytes = Buffer.from(model);
  for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at)) length.copy(bytes, at);
  return bytes;
}
