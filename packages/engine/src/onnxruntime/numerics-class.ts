import { processor } from '../processor.js';

/** Names what decides the bits of a result: runtime version, instruction set of the processor, thread count. */
export async function numericsClass(version: string, threads: number): Promise<string> {
  return `onnxruntime-${version}/cpu/${await processor()}/fp32/threads=${String(threads)}`;
}
