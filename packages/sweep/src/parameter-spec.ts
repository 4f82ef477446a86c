import { z } from 'zod';

/** A value of a setting as it stands in a file. */
export type Scalar = string | number | boolean;

/** The values that a parameter may take, in the shape of a W&B sweep file. */
export type ValueSpec =
  | { readonly distribution?: 'constant' | undefined; readonly value: Scalar }
  | { readonly distribution?: 'categorical' | undefined; readonly values: readonly Scalar[] }
  | {
      readonly distribution?: 'uniform' | 'log_uniform_values' | 'int_uniform' | undefined;
      readonly min: number;
      readonly max: number;
    };

/** In a `per` map a value, or a list of them, may stand for itself. */
export type Branch = Scalar | readonly Scalar[] | ValueSpec;

/** Values that depend on another parameter's: `default` stands for the keys that are not listed. */
export interface PerSpec {
  readonly per: string;
  readonly values: Readonly<Record<string, Branch>>;
}

export type ParameterSpec = ValueSpec | PerSpec;

/**
 * Schema of one entry of `parameters`.
 *
 * @param value schema of one value of the setting
 * @param settings the names that `per` may hold
 */
export function parameterSpec(
  value: z.ZodType<Scalar>,
  settings: readonly string[],
): z.ZodType<ParameterSpec> {
  const list = z.array(value).min(1);
  // One flat union: the reader of errors can then tell which of the branches was meant.
  const specs = [
    z.strictObject({ distribution: z.literal('constant').optional(), value }),
    z.strictObject({ distribution: z.literal('categorical').optional(), values: list }),
    ...(value instanceof z.ZodNumber ? [range(value)] : []),
  ];
  const per = z.strictObject({
    per: z.enum(settings).describe('The parameter that decides which of the values apply'),
    values: z
      .record(z.string(), z.union([value, list, ...specs]))
      .describe('Values by the value of that parameter; default for the rest'),
  });
  return z.union([...specs, per]);
}

/** A continuous or whole-numbered range; where the distribution is not said, a whole-numbered setting decides. */
function range(bound: z.ZodNumber) {
  const whole = bound.isInt;
  return z
    .strictObject({
      distribution: z
        .enum(whole ? ['int_uniform'] : ['uniform', 'log_uniform_values', 'int_uniform'])
        .optional(),
      min: bound,
      max: bound,
    })
    .refine(({ min, max }) => min < max, { path: ['max'], message: 'must be greater than min' })
    .refine(({ distribution, min }) => distribution !== 'log_uniform_values' || min > 0, {
      path: ['min'],
      message: 'must be greater than 0 for log_uniform_values',
    })
    .refine(
      ({ distribution, min, max }) =>
        distribution !== 'int_uniform' || (Number.isInteger(min) && Number.isInteger(max)),
      { path: ['min'], message: 'min and max must be whole numbers for int_uniform' },
    )
    .transform((spec) => ({
      ...spec,
      distribution: spec.distribution ?? (whole ? 'int_uniform' : 'uniform'),
    }));
}
