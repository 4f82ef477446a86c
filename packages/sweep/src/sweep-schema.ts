import {
  goals,
  metricName,
  onnxNamePattern,
  ownModule,
  partialFoldPlan,
  trialSettings,
  type Catalog,
  type SettingName,
} from '@frostline/protocol';
import { z } from 'zod';
import { parameterSpec } from './parameter-spec.js';
import { samplerNames } from './samplers/registry.js';
import { settingSchema } from './setting-schema.js';
import { defaultOf, settingNames } from './settings.js';

const metricText = z.union([metricName, ownModule]);

/** Schema of `sweep.yaml`: W&B's shape, checked against the backbones and strategies that there are. */
export function sweepSchema(catalog: Catalog) {
  const values = settingNames.map((name) => [name, settingSchema(name, catalog)] as const);
  return z.strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
      .describe('Name of the sweep: letters, digits, dot, dash and underscore'),
    competition: z.string().min(1).describe('Path of competition.yaml, relative to this file'),
    method: z.enum(samplerNames).describe('grid: every combination; random: run_cap draws'),
    metric: z
      .union([
        metricText.transform((name) => ({ name })),
        z.strictObject({
          name: metricText.describe('What ranks trials'),
          goal: z.enum(goals).optional().describe('Which way it is better; must be as the metric has it'),
        }),
      ])
      .optional()
      .describe("What ranks trials: a metric, or a module of your own; the competition's when absent"),
    folds: z
      .union([
        z
          .int()
          .min(2)
          .max(50)
          .transform((count) => ({ count })),
        partialFoldPlan,
      ])
      .optional()
      .describe("Number of folds, or parts of a fold plan; what is absent is the competition's"),
    seeds: z
      .array(z.int().min(0).max(0xffffffff))
      .min(1)
      .default([0])
      .describe('Every cell is trained once per seed'),
    trial: z
      .strictObject(optional(values, { defaults: true }))
      .default({})
      .describe('Settings that all trials share, where they differ from the defaults'),
    parameters: z
      .strictObject(
        optional(
          values.map(([name, value]) => [name, parameterSpec(value, settingNames)] as const),
          { defaults: false },
        ),
      )
      .default({})
      .describe('Settings that vary'),
    run_cap: z.int().min(1).max(100_000).optional().describe('Most trials; random needs it'),
    hours: z
      .number()
      .positive()
      .max(10_000)
      .optional()
      .describe('Longest time that one launch or resume trains; what is left is paused with a checkpoint'),
    sample_seed: z.int().min(0).max(0xffffffff).default(0).describe('Seed of the draws of method: random'),
  });
}

/** JSON schema of `sweep.yaml` for editors. */
export function sweepJsonSchema(catalog: Catalog): object {
  const names = JSON.stringify(catalog.backbones.map(({ name }) => name));
  return z.toJSONSchema(sweepSchema(catalog), {
    io: 'input',
    // A sweep file may name models in files, which no catalog knows beforehand.
    override: ({ jsonSchema }) => {
      if (JSON.stringify(jsonSchema.enum) !== names) return;
      jsonSchema.anyOf = [
        { type: 'string', enum: jsonSchema.enum ?? [] },
        { type: 'string', pattern: onnxNamePattern },
      ];
      delete jsonSchema.type;
      delete jsonSchema.enum;
    },
  });
}

/** An object of optional settings, each with its description and, for editors and docs, its default. */
function optional<Value>(
  entries: readonly (readonly [SettingName, z.ZodType<Value>])[],
  { defaults }: { defaults: boolean },
): Record<SettingName, z.ZodOptional<z.ZodType<Value>>> {
  const shape = entries.map(([name, schema]) => {
    const description = trialSettings.shape[name].description ?? '';
    const standard = defaults ? defaultOf(name) : undefined;
    return [
      name,
      schema.optional().meta({ description, ...(standard !== undefined && { default: standard }) }),
    ];
  });
  return Object.fromEntries(shape) as Record<SettingName, z.ZodOptional<z.ZodType<Value>>>;
}
