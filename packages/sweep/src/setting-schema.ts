import type { Catalog, SettingName } from '@frostline/protocol';
import { z } from 'zod';
import type { Scalar } from './parameter-spec.js';
import { valueSchema } from './settings.js';

/** Schema of one value of a setting; backbones and strategies are those of the catalog. */
export function settingSchema(name: SettingName, catalog: Catalog): z.ZodType<Scalar> {
  if (name === 'backbone') return z.enum(catalog.backbones.map((entry) => entry.name));
  if (name === 'freeze') return freezeSchema(catalog);
  return valueSchema(name);
}

/** The pattern is for editors; `checkSweep` says what is wrong with a strategy, the planner what with its stage. */
function freezeSchema({ strategies }: Catalog) {
  const forms = strategies.map(({ name, argument }) => (argument === 'none' ? name : `${name}:.+`));
  return z
    .string()
    .min(1)
    .meta({ pattern: `^(${forms.join('|')})$`, examples: strategies.map(({ syntax }) => syntax) });
}
