import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';

/** Instruction sets that change which kernels a runtime picks, widest first. */
const instructionSets = ['avx512f', 'avx2', 'avx', 'asimd'];

/** The processor as far as results depend on it: its widest instruction set; where flags cannot be read, its model. */
export async function processor(): Promise<string> {
  const text = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  const flags = new Set(/^(?:flags|Features)\s*:(.*)$/m.exec(text)?.[1]?.trim().split(/\s+/) ?? []);
  const widest = instructionSets.find((name) => flags.has(name));
  return widest ?? (cpus()[0]?.model ?? process.arch).trim().replaceAll(/[\s/]+/g, '-');
}
