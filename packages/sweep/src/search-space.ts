import type { Catalog, SettingName } from '@frostline/protocol';
import { domainOf, isPer, type Domain, type Draw, type Parameter, type SearchSpace } from './domain.js';
import type { ParameterSpec } from './parameter-spec.js';
import { branchFor } from './per-map.js';
import { defaultOf, settingNames } from './settings.js';
import type { SweepFile } from './sweep-file.js';

/** The search space of a sweep file that has passed its checks. */
export function searchSpace(sweep: SweepFile, catalog: Catalog): SearchSpace {
  const parameters = dependencyOrder(sweep.parameters).map((name): Parameter => {
    const spec = sweep.parameters[name];
    return { name, domain: (draw) => resolve(spec, { ...sweep.trial, ...draw }, catalog) };
  });
  return { parameters, fixed: sweep.trial };
}

/** Settings order, except that a parameter comes after the one that its `per` names. */
function dependencyOrder(parameters: SweepFile['parameters']): SettingName[] {
  const order: SettingName[] = [];
  const visit = (name: SettingName): void => {
    const spec = parameters[name];
    if (spec === undefined || order.includes(name)) return;
    if (isPer(spec)) visit(spec.per as SettingName);
    order.push(name);
  };
  settingNames.forEach(visit);
  return order;
}

function resolve(spec: ParameterSpec | undefined, draw: Draw, catalog: Catalog): Domain {
  if (spec === undefined) return { kind: 'choice', values: [] };
  if (!isPer(spec)) return domainOf(spec);
  const per = spec.per as SettingName;
  const question = { value: draw[per] ?? defaultOf(per), backbone: draw.backbone };
  return domainOf(branchFor(spec, question, catalog) ?? []);
}
