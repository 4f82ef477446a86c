import {
  digestOfMetric,
  formatYaml,
  onnxName,
  ownModuleText,
  parseOnnxName,
  parseOwnModule,
  type TrialSettings,
} from '@frostline/protocol';
import type { SweepRow } from '@frostline/store';
import { z } from 'zod';

const longestName = 64;

/** What of a sweep file this needs; the ledger keeps files that were checked when they were launched. */
const launchedFile = z.object({ competition: z.string(), metric: z.object({ name: z.string() }).optional() });

/**
 * A sweep file of one trial, to be edited and launched from the folder of the sweep's own file: planned unchanged, it is
 * the same trial.
 */
export function oneTrialSweep(
  sweep: Pick<SweepRow, 'name' | 'spec' | 'metric' | 'goal' | 'folds'>,
  trialId: string,
  { seed, ...settings }: TrialSettings,
): string {
  const { competition, metric } = launchedFile.parse(sweep.spec);
  const suffix = `-${trialId.slice(0, 8)}`;
  return formatYaml({
    name: sweep.name.slice(0, longestName - suffix.length) + suffix,
    competition,
    method: 'grid',
    metric: { name: metricName(sweep.metric, metric?.name), goal: sweep.goal },
    folds: sweep.folds,
    seeds: [seed],
    trial: withModelNamed(settings),
  });
}

/** One of one's own is named by its module, and by the content that it must have. */
function metricName(metric: string, written: string | undefined): string {
  const digest = digestOfMetric(metric);
  const own = parseOwnModule(written ?? '');
  return digest === undefined || own === undefined ? metric : ownModuleText({ ...own, digest });
}

/** A model in a file has a short name in planned settings; a sweep file names it by its place, which its weights are. */
function withModelNamed(settings: Omit<TrialSettings, 'seed'>): Partial<TrialSettings> {
  const model = parseOnnxName(settings.backbone);
  if (model === undefined) return settings;
  const { weights: file, ...rest } = settings;
  return { ...rest, backbone: onnxName({ ...model, file }) };
}
