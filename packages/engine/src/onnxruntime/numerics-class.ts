import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';

/** Instruction sets that change which kernels ONNX Runtime picks, widest first. */
const instructionSets = ['avx512f', 'avx2', 'avx', 'asimd'];

/**
 * Names what decides the bits of a result: runtime version, instruction set of the processor, thread count.
 * Where the flags cannot be read, the processor's model stands for them.
 */
export async function numericsClass(version: string, threads: number): Promise<string> {
  return `onnxruntime-${version}/cpu/${await processor()}/threads=${String(threads)}`;
}

async function processor(): Promise<string> {
  const text = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  const flags = new Set(/^(?:flags|Features)\s*:(.*)$/m.exec(text)?.[1]?.trim().split(/\s+/) ?? []);
  const widest = instructionSets.find((name) => flags.has(name));
  return widest ?? (cpus()[0]?.model ?? process.arch).trim().replaceAll(/[\s/]+/g, '-');
}
