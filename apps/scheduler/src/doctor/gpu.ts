import { existsSync } from 'node:fs';
import { cudaCards } from '@frostline/base';
import { tensorFlowPackage } from '../host/engine-packages.js';
import type { Check, Finding } from './check.js';

/** Graphics cards, and which engine uses them. */
export const gpu: Check = async () => {
  const cards = await cudaCards();
  if (cards.length === 0) return [without()];
  const found = cards.map(({ index, name, memory }) => `cuda:${index} ${name}, ${memory} MiB`).join('; ');
  return [
    tensorFlowPackage() === undefined
      ? {
          name: 'gpu',
          state: 'warning',
          required: false,
          detail: `${found}; not used: engine tensorflow, which trains on it, is not installed`,
          fix: 'run `npm run setup:gpu`, or `npm run setup:tensorflow -- --wheel FILE` for a current CUDA',
        }
      : {
          name: 'gpu',
          state: 'ok',
          required: false,
          detail: `${found}; sweeps run on it unless \`--device cpu\``,
        },
  ];
};

const without = (): Finding => ({
  name: 'gpu',
  state: 'ok',
  required: false,
  detail: existsSync('/dev/dri')
    ? 'a display adapter, but no NVIDIA driver; `--device webgpu` may use it'
    : 'none found: sweeps run on the processor',
});
