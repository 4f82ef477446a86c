/** What those say that find no memory. */
const shortages: readonly RegExp[] = [
  // V8 and Node, for array buffers.
  /array buffer allocation failed/i,
  // ONNX Runtime's arena, on whatever device, and Node's buffers.
  /failed to allocate memory/i,
  /available memory of \d+ is smaller than requested bytes/i,
  // What ONNX Runtime allocates outside of its arena.
  /std::bad_alloc/,
  // CUDA ("CUDA failure 2: out of memory"), Dawn ("Out of memory"), WebAssembly ("Out of memory: Cannot allocate …").
  /out of memory/i,
  // TensorFlow: the words of its ops, and its status RESOURCE_EXHAUSTED as tfjs-node gives it.
  /OOM when allocating tensor/,
  /Invalid TF_Status: 8\b/,
];

/**
 * Whether an error, or what caused it, is that there was not memory enough, on the host or on the device.
 *
 * The `wasm` engine's own heap does not say so: its errors look like any other defect's.
 */
export function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return shortages.some((shortage) => shortage.test(error.message)) || isOutOfMemory(error.cause);
}
