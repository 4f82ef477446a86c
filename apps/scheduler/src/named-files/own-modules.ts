import { InputError, writeFileAtomic } from '@frostline/base';
import { loadOwnMetric, type Metric } from '@frostline/data';
import { digestOfMetric, metricGoals, parseOwnModule, type Goal, type MetricName } from '@frostline/protocol';
import { namesOf, placeOfChoice, wrongGoal, type SweepFile } from '@frostline/sweep';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { namedFile, type SweepPlaces } from './named-file.js';

/** Modules of one's own that a sweep names, each run once. */
export interface OwnModules {
  /** What the sweep file says ranks trials, with the digest of its module where it is one; undefined where it says nothing. */
  readonly metric: { readonly name: string; readonly goal: Goal } | undefined;
  /** Digests of losses, by how the sweep file names them. */
  readonly lossDigests: Readonly<Record<string, string>>;
  /** Their contents, by digest. */
  readonly contents: ReadonlyMap<string, Buffer>;
}

/**
 * Loads the metric and the losses that a sweep names as modules, and tries each.
 *
 * @throws InputError `file-missing`, `bad-module`, `module-changed`, `bad-sweep` with the place in the sweep file
 */
export async function readOwnModules(sweep: SweepFile, places: SweepPlaces): Promise<OwnModules> {
  const contents = new Map<string, Buffer>();
  const lossDigests: Record<string, string> = {};
  for (const text of new Set(namesOf(sweep, 'loss'))) {
    if (parseOwnModule(text) === undefined) continue;
    // It comes with the tensor runtime, which a sweep without such a loss can do without.
    const { loadOwnLoss } = await import('@frostline/trainer');
    const place = places.placeOf(placeOfChoice(sweep, 'loss', text) ?? ['trial']);
    const { bytes, digest } = await loadOwnLoss(fileOf(text, place, places), place);
    checkDigest(text, digest, place);
    contents.set(digest, bytes);
    lossDigests[text] = digest;
  }
  return { metric: await readMetric(sweep, places, contents), lossDigests, contents };
}

async function readMetric(
  { metric }: SweepFile,
  places: SweepPlaces,
  contents: Map<string, Buffer>,
): Promise<OwnModules['metric']> {
  if (metric === undefined) return undefined;
  const { name } = metric;
  if (parseOwnModule(name) === undefined) return { name, goal: metricGoals[name as MetricName] };
  const place = places.placeOf(['metric', 'name']);
  const own = await loadOwnMetric(fileOf(name, place, places), place);
  checkDigest(name, own.digest, place);
  const { goal } = own.metric;
  if (metric.goal !== undefined && metric.goal !== goal)
    throw wrongGoal(name, metric.goal, goal, places.placeOf(['metric', 'goal']));
  contents.set(own.digest, own.bytes);
  return { name: own.metric.name, goal };
}

function fileOf(text: string, place: string, { folder }: SweepPlaces): string {
  const written = parseOwnModule(text)?.file ?? text;
  return namedFile(written, { folder, place, kind: 'module', form: 'a JavaScript module' });
}

function checkDigest(text: string, digest: string, place: string): void {
  const wanted = parseOwnModule(text)?.digest;
  if (wanted === undefined || wanted === digest) return;
  throw new InputError('module-changed', 'the module is not the one that is named', {
    place,
    found: `#${digest}`,
    allowed: `#${wanted}`,
    fix: 'bring the old content back, or leave # and what follows away: its trials are then new ones',
  });
}

/** Where a state folder keeps a module: workers and later owners find it there, whatever becomes of the original. */
export const keptModule = (home: string, digest: string): string =>
  path.join(home, 'modules', `${digest}.mjs`);

/** Keeps modules in a state folder. */
export function keepModules(home: string, { contents }: Pick<OwnModules, 'contents'>): void {
  for (const [digest, bytes] of contents) {
    const file = keptModule(home, digest);
    if (!existsSync(file)) writeFileAtomic(file, bytes);
  }
}

/** The metric of a sweep where it is one of one's own, from its state folder: what `scoreAll` takes. */
export async function ownMetrics(home: string, metric: string): Promise<Metric[]> {
  const digest = digestOfMetric(metric);
  return digest === undefined ? [] : [(await loadOwnMetric(keptModule(home, digest))).metric];
}
