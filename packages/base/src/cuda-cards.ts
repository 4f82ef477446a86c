import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A CUDA card as its driver knows it. */
export interface CudaCard {
  /** N of `cuda:N`. */
  readonly index: number;
  readonly name: string;
  /** MiB. */
  readonly memory: number;
}

/** Cards that the driver's own tool lists; none where there is no driver. */
export async function cudaCards(): Promise<CudaCard[]> {
  try {
    const { stdout } = await promisify(execFile)(
      'nvidia-smi',
      ['--query-gpu=index,name,memory.total', '--format=csv,noheader,nounits'],
      { timeout: 10_000 },
    );
    return parseCudaCards(stdout);
  } catch {
    return [];
  }
}

/** Reads lines such as `0, NVIDIA A100-SXM4-40GB, 40960`; others are passed over. */
export function parseCudaCards(text: string): CudaCard[] {
  return text.split('\n').flatMap((line) => {
    const [, index, name, memory] = /^(\d+), (.+), (\d+)\s*$/.exec(line) ?? [];
    return name === undefined ? [] : [{ index: Number(index), name, memory: Number(memory) }];
  });
}
