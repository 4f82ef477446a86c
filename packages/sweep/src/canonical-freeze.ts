import type { BackboneEntry, Catalog, TrialSettings } from '@frostline/protocol';
import { freezeText, parseFreeze, type Freeze, type StrategyEntry } from '@frostline/protocol/freeze';
import { trialPhases } from './trial-phases.js';

/**
 * The plainest way to write a freeze setting: the first in the order of the strategies that trains the same parameters of
 * the backbone at the same epochs and rates, with a stage by its index and a number in its shortest form.
 *
 * @throws InputError `bad-freeze` as `trialPhases`
 */
export function canonicalFreeze(
  settings: Pick<TrialSettings, 'freeze' | 'epochs'>,
  backbone: BackboneEntry,
  { strategies }: Pick<Catalog, 'strategies'>,
): Freeze {
  const { freeze: text, epochs } = settings;
  const freeze = parseFreeze(text, backbone, strategies);
  const phasesOf = (freeze: string) => trialPhases({ freeze, epochs }, backbone, { strategies });
  const phases = phasesOf(text);
  if (phases.length > 1 || !isPlain(freeze)) return freeze;
  const trained = JSON.stringify(phases);
  for (const strategy of strategies.filter((strategy) => isCanonical(strategy, backbone)))
    for (const written of writings(strategy, backbone))
      if (JSON.stringify(phasesOf(written)) === trained) return parseFreeze(written, backbone, strategies);
  return freeze;
}

/** Whether it begins with pretrained weights and has the trial's rate and decay for all that it trains. */
function isPlain({ strategy, value }: Freeze): boolean {
  if (!strategy.pretrained) return false;
  return strategy.argument === 'factor' ? value === 1 : strategy.settings.length === 0;
}

/** Whether others may be written as this one; a model in a file, which has nothing to train, is refused all but `head`. */
const isCanonical = ({ settings, pretrained, trains }: StrategyEntry, { onnx }: BackboneEntry): boolean =>
  pretrained && settings.length === 0 && (onnx === undefined || trains === 'none');

/** Every way to write a strategy that takes no number. */
function writings(strategy: StrategyEntry, { stages }: BackboneEntry): string[] {
  switch (strategy.argument) {
    case 'none':
      return [strategy.name];
    case 'stage':
      return stages.map((_, stage) => freezeText({ strategy, stage, value: undefined }));
    case 'epochs':
    case 'factor':
      return [];
  }
}
