import os from 'node:os';
import { fileURLToPath } from 'node:url';
import {
  cudaCards,
  InputError,
  type CudaCard,
  type DeviceName,
  type EngineName,
  type Precision,
} from '@frostline/base';
import { tensorFlowPackage } from './engine-packages.js';
import type { WorkerLaunch } from './worker-process.js';

/** The worker of this package. */
const workerScript = fileURLToPath(new URL('../worker/main.js', import.meta.url));

export interface WorkerChoice {
  /** How many for each device; one per core or card unless told. */
  readonly workers: number | undefined;
  /** Which engine trains; see `planWorkers` unless told. */
  readonly engine: EngineName | undefined;
  /** Where; `cuda` is every card. Cards that TensorFlow can use, else the processor, unless told. */
  readonly device?: DeviceName | 'cuda' | undefined;
  /** Default `fp32`. */
  readonly precision?: Precision | undefined;
  /** Another script that speaks the protocol, for tests. */
  readonly script?: string;
}

/** What a machine has to train on. */
export interface Machine {
  readonly cores: number;
  readonly cards: readonly CudaCard[];
  /** Whether engine `tensorflow` is installed. */
  readonly tensorFlow: boolean;
}

/** How to start the workers of a sweep on this machine. @throws InputError `device-missing` */
export async function workerLaunches(choice: WorkerChoice): Promise<WorkerLaunch[]> {
  const { device, engine } = choice;
  const seesCards = device === 'cuda' || (device === undefined && (engine ?? 'tensorflow') === 'tensorflow');
  return planWorkers(choice, {
    cores: os.availableParallelism(),
    cards: seesCards ? await cudaCards() : [],
    tensorFlow: tensorFlowPackage() !== undefined,
  });
}

/**
 * One worker per card, or one per core with a single thread: two workers with one thread do twice the work of one with
 * two. On cards TensorFlow trains where it is installed, since state stays there; everywhere else ONNX Runtime.
 */
export function planWorkers(choice: WorkerChoice, machine: Machine): WorkerLaunch[] {
  const { workers, engine, precision, script = workerScript } = choice;
  return devicesOf(choice, machine).flatMap((device) => {
    const onCard = device !== 'cpu';
    const runs = engine ?? (device.startsWith('cuda:') && machine.tensorFlow ? 'tensorflow' : undefined);
    return Array.from({ length: workers ?? (onCard ? 1 : machine.cores) }, (_, index) => ({
      script,
      device: onCard && index === 0 ? device : `${device}${onCard ? '/' : ':'}${index}`,
      env: {
        FROSTLINE_COMPUTE: device,
        ...(runs !== undefined && { FROSTLINE_ENGINE: runs }),
        ...(precision !== undefined && { FROSTLINE_PRECISION: precision }),
      },
    }));
  });
}

function devicesOf({ device, engine }: WorkerChoice, { cards, tensorFlow }: Machine): DeviceName[] {
  const every = cards.map(({ index }): DeviceName => `cuda:${index}`);
  if (device === undefined) {
    const uses = tensorFlow && (engine ?? 'tensorflow') === 'tensorflow';
    return uses && every.length > 0 ? every : ['cpu'];
  }
  if (device !== 'cuda') return [device];
  if (every.length > 0) return every;
  throw new InputError('device-missing', 'this machine has no CUDA card that its driver knows', {
    place: '--device',
    found: 'cuda',
    fix: '`nvidia-smi` lists what the driver knows; `--device cpu` and `--device webgpu` need none',
  });
}
