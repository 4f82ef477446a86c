import { InputError, type DeviceName } from '@frostline/base';

/** What TensorFlow reads from the environment once, when it is loaded. */
export type TensorFlowEnvironment = Readonly<Record<string, string>>;

/**
 * The environment under which TensorFlow sees one device only: tfjs-node takes the last card that it sees.
 *
 * @param visible CUDA_VISIBLE_DEVICES as it is: `cuda:1` is then the second of those
 * @throws InputError `device-hidden` when fewer cards are visible
 */
export function tensorFlowEnvironment(
  device: DeviceName,
  threads: number,
  visible: string | undefined,
): TensorFlowEnvironment {
  return {
    TF_NUM_INTRAOP_THREADS: String(threads),
    TF_NUM_INTEROP_THREADS: String(threads),
    // Warnings and above.
    TF_CPP_MIN_LOG_LEVEL: '1',
    // Cards are numbered as nvidia-smi numbers them.
    CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
    CUDA_VISIBLE_DEVICES: device === 'cpu' ? '-1' : visibleCard(device, visible),
    // Else the first process on a card takes all of its memory.
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    // Algorithms that add in another order from run to run would break bit-equal resuming.
    TF_CUDNN_DETERMINISTIC: '1',
  };
}

function visibleCard(device: DeviceName, visible: string | undefined): string {
  const index = Number(device.slice('cuda:'.length));
  if (visible === undefined) return String(index);
  const cards = visible.split(',').filter((card) => card.trim() !== '');
  const card = cards[index];
  if (card === undefined)
    throw new InputError('device-hidden', 'the environment hides this device', {
      place: 'CUDA_VISIBLE_DEVICES',
      found: device,
      allowed: cards.map((_, other) => `cuda:${other}`),
    });
  return card.trim();
}
