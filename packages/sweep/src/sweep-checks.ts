import { didYouMean, InputError, type ErrorDetails } from '@frostline/base';
import { metricGoals, type Catalog, type Goal, type MetricName, type SettingName } from '@frostline/protocol';
import { parseStrategy, stagesAllowed } from '@frostline/protocol/freeze';
import { z } from 'zod';
import { complaintOf } from './complaint.js';
import { domainOf, isPer, type Domain } from './domain.js';
import type { Branch, PerSpec, Scalar } from './parameter-spec.js';
import { branchFor, keyFor, type PerQuestion } from './per-map.js';
import { samplers } from './samplers/registry.js';
import { settingSchema } from './setting-schema.js';
import { defaultOf, settingNames } from './settings.js';
import { freezeMisfit } from './freeze-misfit.js';
import type { SweepFile } from './sweep-file.js';

interface Source {
  readonly file: string;
  placeOf(path: readonly PropertyKey[]): string;
}

/** The values that a setting may take anywhere in the sweep; `open` when they cannot be listed. */
type Possible = readonly (Scalar | undefined)[] | 'open';

/**
 * Checks what a schema cannot see: how the parts of a sweep file fit together.
 *
 * @throws InputError `bad-sweep` that lists every problem with its place
 */
export function checkSweep(sweep: SweepFile, catalog: Catalog, source: Source): void {
  const problems = [
    ...checkNames(sweep, source),
    ...checkMethod(sweep, source),
    ...checkGoal(sweep, source),
    ...checkStrategies(sweep, catalog, source),
    ...checkCycles(sweep, source),
  ];
  // Whether `per` maps cover their values can only be asked once the dependencies have an end.
  if (problems.length === 0) problems.push(...checkCoverage(sweep, catalog, source));
  const [first] = problems;
  if (first === undefined) return;
  if (problems.length === 1) throw first;
  const list = problems.map(({ message }) => `\n  ${message}`).join('');
  throw new InputError('bad-sweep', `${problems.length} problems:${list}`, { place: source.file });
}

function problem(summary: string, details: ErrorDetails): InputError {
  return new InputError('bad-sweep', summary, details);
}

function* checkGoal({ metric }: SweepFile, { placeOf }: Source): Generator<InputError> {
  if (metric?.goal === undefined || !Object.hasOwn(metricGoals, metric.name)) return;
  const goal = metricGoals[metric.name as MetricName];
  if (metric.goal !== goal) yield wrongGoal(metric.name, metric.goal, goal, placeOf(['metric', 'goal']));
}

/** A metric is better the other way round. */
export const wrongGoal = (name: string, found: Goal, allowed: Goal, place: string): InputError =>
  problem(`${name} is better when it is ${allowed === 'maximize' ? 'larger' : 'smaller'}`, {
    place,
    found,
    allowed,
    fix: 'leave goal away: the metric says it',
  });

function* checkNames({ trial, parameters, seeds }: SweepFile, { placeOf }: Source): Generator<InputError> {
  for (const name of settingNames) {
    if (trial[name] !== undefined && parameters[name] !== undefined)
      yield problem(`${name} stands in both trial and parameters`, {
        place: placeOf(['trial', name]),
        fix: 'remove one of the two',
      });
  }
  for (const name of ['backbone', 'freeze'] as const) {
    if (trial[name] === undefined && parameters[name] === undefined)
      yield problem(`no ${name} is given`, { place: placeOf([]), fix: `add parameters.${name}` });
  }
  for (const [index, seed] of seeds.entries()) {
    if (seeds.indexOf(seed) !== index)
      yield problem('a seed is listed twice', { place: placeOf(['seeds', index]), found: seed });
  }
}

function* checkMethod(
  { method, parameters, run_cap }: SweepFile,
  { placeOf }: Source,
): Generator<InputError> {
  const sampler = samplers[method];
  if (sampler.endless && run_cap === undefined)
    yield problem(`method ${method} needs run_cap`, { place: placeOf(['method']), fix: 'add run_cap: 20' });
  if (!sampler.listsOnly) return;
  for (const name of settingNames) {
    for (const { path, domain } of branchesOf(name, parameters)) {
      if (domain.kind === 'range')
        yield problem(`method ${method} cannot walk the range of ${name}`, {
          place: placeOf(path),
          allowed: 'value or values',
          fix: 'list the values, or use method: random',
        });
    }
  }
}

function* checkStrategies(sweep: SweepFile, catalog: Catalog, { placeOf }: Source): Generator<InputError> {
  for (const { path, value, backbones } of freezeValues(sweep, catalog)) {
    const place = placeOf(path);
    const complaint = complaintOf(() => parseStrategy(value, catalog.strategies, place));
    if (complaint !== undefined) yield complaint;
    else yield* checkStage(value, backbones, catalog, place);
  }
}

/** A stage that some of the backbones lack leaves out cells; one that all of them lack is a slip. */
function* checkStage(
  value: string,
  names: readonly Scalar[],
  { backbones, strategies }: Catalog,
  place: string,
): Generator<InputError> {
  const entries = backbones.filter(({ name }) => names.includes(name));
  const misfits = entries.flatMap((entry) => freezeMisfit(value, entry, strategies) ?? []);
  const [first] = misfits;
  if (first === undefined || misfits.length < entries.length) return;
  const [model] = entries;
  if (model !== undefined && entries.every(({ onnx }) => onnx !== undefined)) {
    const misfit = freezeMisfit(value, model, strategies, place);
    if (misfit !== undefined) yield misfit;
    return;
  }
  const stages = entries.map((entry) => `${entry.name} ${stagesAllowed(entry)}`);
  const { argument = '' } = parseStrategy(value, strategies);
  yield problem(`no backbone of this sweep has the stage ${argument}`, {
    place,
    found: value,
    allowed: stages.join('; '),
    fix: didYouMean(
      argument,
      entries.flatMap((entry) => entry.stages),
    ),
  });
}

/** Every freeze setting of a sweep file, with its path and the backbones that it may meet. */
function freezeValues(
  { trial, parameters }: SweepFile,
  catalog: Catalog,
): { path: readonly PropertyKey[]; value: string; backbones: Scalar[] }[] {
  const spec = parameters.freeze;
  const fixed = trial.freeze === undefined ? [] : [{ path: ['trial', 'freeze'], value: trial.freeze }];
  const listed = branchesOf('freeze', parameters).flatMap(({ path, domain, key }) =>
    domain.kind === 'range'
      ? []
      : domain.values.map((value, index) => ({ path: [...path, index], value, key })),
  );
  return [...fixed, ...listed].map(({ path, value, ...rest }) => {
    const key = 'key' in rest ? rest.key : undefined;
    const applies = (backbone: Scalar): boolean =>
      spec === undefined || !isPer(spec) || spec.per !== 'backbone' || key === undefined
        ? true
        : keyFor(spec, { value: backbone, backbone }, catalog) === key;
    return {
      path,
      value: String(value),
      backbones: backbonesWith(value, { trial, parameters }, catalog).filter(applies),
    };
  });
}

/** The backbones that a cell with this freeze setting may have. */
function backbonesWith(
  freeze: Scalar,
  { trial, parameters }: Pick<SweepFile, 'trial' | 'parameters'>,
  catalog: Catalog,
): Scalar[] {
  const spec = parameters.backbone;
  if (spec === undefined) return trial.backbone === undefined ? [] : [trial.backbone];
  const only =
    isPer(spec) && spec.per === 'freeze'
      ? branchFor(spec, { value: freeze, backbone: undefined }, catalog)
      : undefined;
  const domains =
    only === undefined ? branchesOf('backbone', parameters).map(({ domain }) => domain) : [domainOf(only)];
  return domains.flatMap((domain) => (domain.kind === 'range' ? [] : domain.values));
}

function* checkCycles({ parameters }: SweepFile, { placeOf }: Source): Generator<InputError> {
  const reported = new Set<string>();
  for (const name of settingNames) {
    const path: string[] = [];
    let current: string = name;
    while (!path.includes(current)) {
      path.push(current);
      const spec: SweepFile['parameters'][SettingName] = parameters[current as SettingName];
      if (spec === undefined || !isPer(spec)) break;
      current = spec.per;
      if (current !== name || reported.has(name)) continue;
      path.forEach((member) => reported.add(member));
      yield problem(`per goes round in a circle: ${[...path, name].join(' → ')}`, {
        place: placeOf(['parameters', name, 'per']),
      });
    }
  }
}

function* checkCoverage(sweep: SweepFile, catalog: Catalog, { placeOf }: Source): Generator<InputError> {
  for (const name of settingNames) {
    const spec = sweep.parameters[name];
    if (spec === undefined || !isPer(spec)) continue;
    const path = ['parameters', name, 'values'];
    const place = placeOf(path);
    const allowed = vocabularyOf(spec.per as SettingName, catalog);
    const stray = strayKeys(spec, catalog);
    for (const key of stray)
      yield problem(`not a value of ${spec.per}`, {
        place: placeOf([...path, key]),
        found: key,
        allowed,
        fix: allowed && didYouMean(key, allowed),
      });
    const possible = possibleValues(spec.per as SettingName, sweep);
    if (possible === 'open') {
      yield problem(`${name} is per ${spec.per}, which is a range`, {
        place,
        fix: `list the values of ${spec.per}`,
      });
      continue;
    }
    const asked = questions(name, spec, possible, sweep, catalog);
    const used = new Set(asked.map((question) => keyFor(spec, question, catalog)));
    for (const key of Object.keys(spec.values)) {
      if (key === 'default' || used.has(key) || stray.includes(key)) continue;
      yield problem(`no cell of this sweep uses this key of ${name}`, {
        place: placeOf([...path, key]),
        found: key,
        allowed: [...possible.map(String), 'default'],
        fix: didYouMean(key, possible.map(String)) ?? `remove it, or add it to the values of ${spec.per}`,
      });
    }
    const uncovered = new Set(
      asked
        .filter((question) => keyFor(spec, question, catalog) === undefined)
        .map(({ value }) => String(value)),
    );
    if (uncovered.size > 0)
      yield problem(`${name} has no values for ${spec.per} ${[...uncovered].join(', ')}`, {
        place,
        found: Object.keys(spec.values),
        fix: 'add them, or a default',
      });
  }
}

/** The words that a setting may be; undefined where it is no word. */
function vocabularyOf(name: SettingName, catalog: Catalog): string[] | undefined {
  if (name === 'freeze') return catalog.strategies.map(({ syntax }) => syntax);
  const schema = settingSchema(name, catalog);
  return schema instanceof z.ZodEnum ? schema.options.map(String) : undefined;
}

/** Keys that can never be a value of the other parameter: slips, which a `default` would hide. */
function strayKeys({ per, values }: PerSpec, catalog: Catalog): string[] {
  const schema = settingSchema(per as SettingName, catalog);
  const keys = Object.keys(values).filter((key) => key !== 'default');
  if (per === 'freeze')
    return keys.filter((key) => {
      if (catalog.strategies.some(({ name }) => name === key)) return false;
      return complaintOf(() => parseStrategy(key, catalog.strategies)) !== undefined;
    });
  return keys.filter((key) => {
    const readings: Scalar[] = [key, Number(key), key === 'true'];
    return !readings.some((value) => String(value) === key && schema.safeParse(value).success);
  });
}

/** Everything that the cells may ask of a `per` map. */
function questions(
  name: SettingName,
  { per }: PerSpec,
  possible: readonly (Scalar | undefined)[],
  sweep: SweepFile,
  catalog: Catalog,
): PerQuestion[] {
  if (per !== 'freeze' || backboneFollows(name, sweep))
    return possible.map((value) => ({ value, backbone: undefined }));
  return freezeValues(sweep, catalog).flatMap(({ value, backbones }) =>
    backbones.map((backbone) => ({ value, backbone })),
  );
}

/** Whether the backbone is drawn after this parameter, since it depends on it. */
function backboneFollows(name: SettingName, { parameters }: SweepFile): boolean {
  const spec = parameters.backbone;
  for (let at = spec; at !== undefined && isPer(at); at = parameters[at.per as SettingName])
    if (at.per === name) return true;
  return name === 'backbone' && spec !== undefined;
}

function possibleValues(name: SettingName, { trial, parameters }: SweepFile): Possible {
  if (parameters[name] === undefined) return [trial[name] ?? defaultOf(name)];
  const values: Scalar[] = [];
  for (const { domain } of branchesOf(name, parameters)) {
    if (domain.kind === 'range') return 'open';
    values.push(...domain.values);
  }
  return [...new Set(values)];
}

/** Every domain that a parameter may have, with its path in the file, and its key in a `per` map. */
function branchesOf(
  name: SettingName,
  parameters: SweepFile['parameters'],
): { path: readonly string[]; domain: Domain; key?: string }[] {
  const spec = parameters[name];
  if (spec === undefined) return [];
  const path = ['parameters', name];
  if (!isPer(spec)) return [{ path: [...path, ...memberOf(spec)], domain: domainOf(spec) }];
  return Object.entries(spec.values).map(([key, branch]) => ({
    path: [...path, 'values', key, ...memberOf(branch)],
    domain: domainOf(branch),
    key,
  }));
}

/** The key under which a specification's value or values stand. */
function memberOf(branch: Branch): string[] {
  if (typeof branch !== 'object' || Array.isArray(branch)) return [];
  return ['value', 'values'].filter((key) => key in branch);
}
