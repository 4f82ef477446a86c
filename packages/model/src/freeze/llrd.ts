import { freezeStrategies } from '@frostline/protocol/freeze';
import { plainPhases } from './plain-phases.js';
import type { FreezeFacts, FreezeStrategy } from './strategy.js';

/**
 * Layer-wise rate decay: everything trains, a block at d times the rate of the one after it, the head at the full rate
 * (ELECTRA, Clark et al. 2020, https://arxiv.org/abs/2003.10555; for images BEiT, Bao et al. 2021,
 * https://arxiv.org/abs/2106.08254). As timm's `param_groups_layer_decay`: of n blocks, block i (from 0) has the factor
 * d^(n − i), `min_rate_scale` at least. Weight decay is the trial's for all; timm leaves out vectors.
 */
export const llrd: FreezeStrategy = {
  ...freezeStrategies.llrd,
  paper: 'https://arxiv.org/abs/2106.08254',
  phases(question) {
    const { freeze, facts, settings } = question;
    const scales = blockScales(facts, freeze.value ?? 1, settings.min_rate_scale);
    return plainPhases(question, () => ({ rateScale: (key) => scales.get(key) ?? 1 }));
  },
};

/** Factors by parameter key; those of the head, which are 1, are not among them. */
function blockScales({ stages }: FreezeFacts, decay: number, smallest: number): Map<string, number> {
  const blocks = stages.slice(0, -1).flatMap((stage) => stage.blocks);
  return new Map(
    blocks.flatMap((keys, index) => {
      const scale = Math.max(smallest, decay ** (blocks.length - index));
      return keys.map((key) => [key, scale] as const);
    }),
  );
}
