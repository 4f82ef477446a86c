import { InternalError } from '@frostline/base';
import { trialSettings, type SettingName } from '@frostline/protocol';
import { z } from 'zod';
import type { Scalar } from './parameter-spec.js';

/** The settings that a sweep file may fix or vary, in the order that grids nest; `seeds` gives the seed. */
export const settingNames = Object.keys(trialSettings.shape).filter(
  (name): name is SettingName => name !== 'seed',
);

/** Schema of one value of a setting, without its default. */
export function valueSchema(name: SettingName): z.ZodType<Scalar> {
  const schema = trialSettings.shape[name];
  const inner = schema instanceof z.ZodDefault || schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  if (inner instanceof z.ZodDefault || inner instanceof z.ZodOptional)
    throw new InternalError(`setting ${name} is wrapped twice`);
  return inner;
}

/** A setting's default; undefined where it must be given, or is left to the backbone. */
export function defaultOf(name: SettingName): Scalar | undefined {
  const schema = trialSettings.shape[name];
  return schema instanceof z.ZodDefault ? (schema.def.defaultValue as Scalar) : undefined;
}
