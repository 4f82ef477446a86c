import { hashOf, InputError, plural } from '@frostline/base';
import {
  digestOfMetric,
  ownModuleText,
  parseOwnModule,
  type BackboneEntry,
  type Catalog,
  type FoldPlan,
  type SettingName,
  type TrialSettings,
} from '@frostline/protocol';
import { backboneOf, findBackbone } from './backbone-of.js';
import { cellsOf } from './cells.js';
import { effectiveSettings, type EffectiveSettings } from './effective-settings.js';
import { samplers } from './samplers/registry.js';
import type { SweepFile } from './sweep-file.js';
import { trialPhases } from './trial-phases.js';
import { withWeightsName, type WeightsFiles } from './weights.js';

/** One fold of one trial: the unit of work. */
export interface PlannedRun {
  readonly id: string;
  readonly trialId: string;
  readonly fold: number;
}

export interface PlannedTrial {
  /** 12 hexadecimal digits: the hash of what has an effect in its settings, with folds and competition. */
  readonly id: string;
  readonly settings: TrialSettings;
  /** SHA-256 of the weights file that it begins with; absent where it begins with random values. */
  readonly weightsHash?: string | undefined;
  /** In fold order. */
  readonly runs: readonly PlannedRun[];
}

export interface InvalidCell {
  readonly settings: TrialSettings;
  readonly reason: string;
}

export interface DuplicateCell {
  readonly settings: TrialSettings;
  /** Id of the trial that stands for it. */
  readonly sameAs: string;
  readonly why: string;
}

/** What a sweep will do, known before anything starts. */
export interface Plan {
  readonly trials: readonly PlannedTrial[];
  readonly invalid: readonly InvalidCell[];
  readonly duplicates: readonly DuplicateCell[];
  /** Cells of a grid that `run_cap` leaves off. */
  readonly leftOff: number;
}

/** What a trial's results depend on besides its settings and folds. */
export interface PlanIdentity {
  /** Hash of everything that the competition's files say. */
  readonly competitionHash: string;
  /** What `select: best` and `patience` go by; one of one's own with its digest, since runs report it. */
  readonly metric: string;
  /** Digests of the modules that the sweep names as losses, by how it names them. */
  readonly lossDigests?: Readonly<Record<string, string>>;
  /** All weights that the sweep names, see `weightsFilesOf`. */
  readonly weightsFiles: WeightsFiles;
}

/**
 * Expands a sweep into trials and runs; cells that cannot run, and cells that would repeat another, are set aside.
 * Planning the same file again gives the same ids, and a longer `run_cap` only adds trials.
 *
 * @throws InputError `sweep-too-large` past 100,000 cells
 * @example
 * const plan = planSweep(loadSweep(text, { file, catalog }), catalog, folds, { competitionHash, metric, weightsFiles });
 */
export function planSweep(sweep: SweepFile, catalog: Catalog, folds: FoldPlan, identity: PlanIdentity): Plan {
  const { weightsFiles, lossDigests = {} } = identity;
  const { endless } = samplers[sweep.method];
  const cap = sweep.run_cap ?? Infinity;
  // Draws repeat in a small space: random stops looking for new cells after a while.
  const patience = endless ? 20 * cap + 100 : Infinity;
  const trials = new Map<string, PlannedTrial>();
  const invalid = new Map<string, InvalidCell>();
  const duplicates = new Map<string, DuplicateCell>();
  let leftOff = 0;
  let seen = 0;
  for (const cell of cellsOf(sweep, catalog)) {
    if (trials.size >= cap) {
      if (endless) break;
      leftOff++;
      continue;
    }
    if (seen++ >= patience) break;
    const settings = withLossDigest(withWeightsName(cell, catalog, weightsFiles), lossDigests);
    const checked = checkCell(settings, catalog, weightsFiles);
    // A grid's repeats are the writer's, and shown one by one; those of random are chance, and shown once.
    const key = endless ? hashOf(settings) : String(seen);
    if ('reason' in checked) {
      invalid.set(key, { settings, reason: checked.reason });
      continue;
    }
    const id = trialId(checked, settings, folds, identity);
    const twin = trials.get(id);
    if (twin === undefined) trials.set(id, plannedTrial(id, settings, folds, checked));
    else if (!endless || differing(twin.settings, settings).length > 0)
      duplicates.set(key, {
        settings,
        sameAs: id,
        why: whySame(twin.settings, settings, catalog, weightsFiles),
      });
  }
  return {
    trials: [...trials.values()],
    invalid: [...invalid.values()],
    duplicates: [...duplicates.values()],
    leftOff,
  };
}

/** Settings as workers are told them: a loss of one's own by what it holds, too. */
function withLossDigest(settings: TrialSettings, digests: Readonly<Record<string, string>>): TrialSettings {
  const own = parseOwnModule(settings.loss);
  const digest = digests[settings.loss];
  return own === undefined || digest === undefined
    ? settings
    : { ...settings, loss: ownModuleText({ ...own, digest }) };
}

function checkCell(
  settings: TrialSettings,
  catalog: Catalog,
  files: WeightsFiles,
): EffectiveSettings | { reason: string } {
  const backbone = findBackbone(settings.backbone, catalog);
  if (backbone === undefined) return { reason: `there is no backbone ${settings.backbone}` };
  try {
    const effective = effectiveSettings(settings, backbone, catalog, files);
    const reason = whyInvalid(settings, backbone, catalog);
    return reason === undefined ? effective : { reason };
  } catch (error) {
    if (error instanceof InputError) return { reason: error.message };
    throw error;
  }
}

function whyInvalid(settings: TrialSettings, backbone: BackboneEntry, catalog: Catalog): string | undefined {
  const { warmup_epochs, epochs, freeze } = settings;
  if (warmup_epochs > epochs)
    return `warmup_epochs ${warmup_epochs} is longer than the ${plural(epochs, 'epoch')}`;
  const restarts = trialPhases(settings, backbone, catalog).filter((phase) => phase.restarts);
  const [restart] = restarts;
  if (restart === undefined) return undefined;
  const shorter = Math.min(restart.firstEpoch, epochs - restart.firstEpoch);
  if (warmup_epochs > shorter)
    return `warmup_epochs ${warmup_epochs} is longer than a part of ${freeze}, whose ${plural(shorter, 'epoch')} begin with it, too`;
  return undefined;
}

function trialId(
  { values }: EffectiveSettings,
  { select, epochs, patience }: TrialSettings,
  folds: FoldPlan,
  { competitionHash, metric }: PlanIdentity,
): string {
  const selects = (select === 'best' && epochs > 1) || (patience > 0 && patience < epochs);
  const what = {
    settings: values,
    folds,
    competitionHash,
    metric: selects || digestOfMetric(metric) !== undefined ? metric : undefined,
  };
  return hashOf(what).slice(0, 12);
}

function plannedTrial(
  id: string,
  settings: TrialSettings,
  folds: FoldPlan,
  { weightsHash }: EffectiveSettings,
): PlannedTrial {
  const runs = Array.from({ length: folds.count }, (_, fold) => ({ id: `${id}-${fold}`, trialId: id, fold }));
  return { id, settings, ...(weightsHash !== undefined && { weightsHash }), runs };
}

function differing(a: TrialSettings, b: TrialSettings): SettingName[] {
  return (Object.keys({ ...a, ...b }) as SettingName[]).filter((name) => a[name] !== b[name]);
}

function whySame(first: TrialSettings, second: TrialSettings, catalog: Catalog, files: WeightsFiles): string {
  const names = differing(first, second);
  if (names.length === 0) return 'the same settings are listed twice';
  const notes = [second, first].map(
    (settings) => effectiveSettings(settings, backboneOf(settings, catalog), catalog, files).notes,
  );
  return names
    .flatMap((name) => notes.map((note) => note.get(name)).find((text) => text !== undefined) ?? [])
    .join('; ');
}
