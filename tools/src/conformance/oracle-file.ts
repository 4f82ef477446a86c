import { readFileSync } from 'node:fs';
import { InputError } from '@frostline/base';
import { z } from 'zod';

const count = z.int().nonnegative();
const shape = z.array(count);

/** Of a tensor: L2 norm, sum, its first four values, and the L2 norm of torch's own float32 error. */
const summary = z.object({
  norm: z.number(),
  sum: z.number(),
  head: z.array(z.number()).max(4),
  err32: z.number(),
});

/** What a net gives in one mode: float64 truth, and how far torch's float32 is from it. */
const pass = z.object({
  logits: z.array(z.array(z.number())),
  logits_err32: z.number(),
  loss: z.number(),
  loss_err32: z.number(),
  grad: z.record(z.string(), summary),
  buffers: z.record(z.string(), summary).optional(),
});

/** A file that tools/oracle/make_torchvision.py writes; what else stands in it is not looked at. */
const oracleFile = z
  .object({
    model: z.string(),
    seed: z.string(),
    input: z.object({
      shape: z.tuple([count.positive(), z.literal(3), count.positive(), count.positive()]),
      labels: z.array(count),
    }),
    num_classes: count.positive(),
    parameters: count,
    repr: z.string(),
    state_dict: z.record(z.string(), shape),
    eval: pass,
    train: pass,
  })
  .refine(({ input }) => input.labels.length === input.shape[0], {
    path: ['input', 'labels'],
    error: 'one label for each image',
  })
  .refine(({ input, num_classes: classes }) => input.labels.every((label) => label < classes), {
    path: ['input', 'labels'],
    error: 'labels below num_classes',
  });

export type Oracle = z.infer<typeof oracleFile>;
export type OraclePass = Oracle['eval'];
export type OracleSummary = z.infer<typeof summary>;

/**
 * Reads reference values of one net.
 *
 * @throws InputError `oracle-file` when the file cannot be read, is no JSON or lacks something: names file and field
 */
export function readOracle(file: string): Oracle {
  const result = oracleFile.safeParse(parsed(file), { reportInput: true });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new InputError('oracle-file', 'these are no reference values of a net', {
    place: `${file}, ${issue?.path.map(String).join('.') || 'the whole file'}`,
    found: issue?.input ?? 'nothing',
    allowed: issue?.message,
    fix: 'write it with tools/oracle/make_torchvision.py',
  });
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new InputError('oracle-file', 'cannot be read as JSON', {
      place: file,
      found: cause instanceof Error ? cause.message : cause,
      cause,
    });
  }
}
