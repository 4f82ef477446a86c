import type { Catalog } from '@frostline/protocol';
import { backboneOf } from './backbone-of.js';
import { prefixPasses } from './frozen-prefix.js';
import { labelledCount, type ImageCounts } from './image-counts.js';
import type { Plan } from './plan.js';
import { sum } from './sum.js';
import { trialPhases, type TrialPhase } from './trial-phases.js';

/** The work of a plan, estimated from the shapes of the nets: for comparing cells, not for promising minutes. */
export interface Cost {
  /** Multiply-accumulates of what each trial trains, by trial id; shared prefixes are not among them. */
  readonly trials: ReadonlyMap<string, number>;
  /** Multiply-accumulates of the frozen prefixes, each pass counted once however many trials share it. */
  readonly prefixes: number;
  readonly total: number;
}

/** Forward, gradient by input, gradient by weight. */
const TRAINING_FACTOR = 3;
/** The same where the gradient only passes through on its way down: norms and biases cost next to nothing. */
const THROUGH_FACTOR = 2;

/**
 * Estimates the work of a plan: stage costs at 224×224 scaled by area. What trains costs three forwards per image and
 * epoch, a stage that stays as it is behind one that trains two, and both one per validation image and epoch; a frozen
 * prefix runs once per image and view.
 */
export function estimateCost(plan: Plan, catalog: Catalog, images: ImageCounts): Cost {
  const trials = new Map<string, number>();
  const prefixes = new Map<string, number>();
  for (const trial of plan.trials) {
    const { settings } = trial;
    const backbone = backboneOf(settings, catalog);
    const scale = (settings.image_size / 224) ** 2;
    const macs = backbone.macs.map((perImage, stage) =>
      stage === backbone.stages.length ? perImage * images.labelled.size : perImage,
    );
    const phases = trialPhases(settings, backbone, catalog);
    trials.set(trial.id, scale * macsOfFold(macs, phases, images) * trial.runs.length);
    for (const pass of prefixPasses(settings, backbone, catalog, images))
      prefixes.set(pass.key, scale * sum(macs.slice(0, pass.stages)) * pass.images);
  }
  const shared = sum(prefixes.values());
  return { trials, prefixes: shared, total: shared + sum(trials.values()) };
}

/** What one fold of a trial costs behind its frozen prefixes: its epochs with their validation, and the predictions. */
function macsOfFold(macs: readonly number[], phases: readonly TrialPhase[], images: ImageCounts): number {
  const labelled = labelledCount(images);
  const validation = images.validated;
  const training = labelled - validation;
  const perPhase = phases.map(({ trains, frozenStages, epochs }) =>
    sum(
      macs.map((perImage, stage) => {
        if (stage < frozenStages) return 0;
        const whole = (trains[stage] ?? 'all') === 'all';
        return perImage * epochs * ((whole ? TRAINING_FACTOR : THROUGH_FACTOR) * training + validation);
      }),
    ),
  );
  return sum(perPhase) + sum(macs.slice(phases.at(-1)?.frozenStages)) * images.test;
}
