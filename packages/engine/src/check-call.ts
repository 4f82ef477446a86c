import { InputError } from '@frostline/base';
import type { StepCall, StepProgram } from './engine.js';
import type { HostRecord, SpecRecord } from './tensor.js';

/**
 * Checks one call of a step against its program: batch tensors and scalars must be exactly those declared.
 *
 * @throws InputError `step-input`, naming the entry
 */
export function checkCall(program: StepProgram, { batch, scalars }: StepCall): void {
  checkRecord(`batch of step ${program.name}`, batch, program.batch, 'step-input');
  checkNames(`scalars of step ${program.name}`, Object.keys(scalars), program.scalars, 'step-input');
  const missing = program.scalars.find((name) => !(name in scalars));
  if (missing !== undefined)
    throw new InputError(
      'step-input',
      `scalar ${JSON.stringify(missing)} of step ${program.name} is missing`,
      {
        found: Object.keys(scalars),
        allowed: program.scalars,
      },
    );
}

/**
 * Checks that `values` has every entry of `specs`, no other, and the same shapes and element types.
 *
 * @throws InputError with the given code, naming the entry
 */
function checkRecord(what: string, values: HostRecord, specs: SpecRecord, code: string): void {
  checkNames(what, Object.keys(values), Object.keys(specs), code);
  for (const [name, spec] of Object.entries(specs)) {
    const value = values[name];
    if (value === undefined)
      throw new InputError(code, `${JSON.stringify(name)} is missing from the ${what}`, {
        found: Object.keys(values),
      });
    if (!sameShape(value.shape, spec.shape) || value.dtype !== spec.dtype)
      throw new InputError(code, `${JSON.stringify(name)} in the ${what} does not fit`, {
        found: `${value.dtype}[${value.shape.join(',')}]`,
        allowed: `${spec.dtype}[${spec.shape.join(',')}]`,
      });
  }
}

/** Whether two shapes are equal. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

function checkNames(what: string, names: readonly string[], allowed: readonly string[], code: string): void {
  const unknown = names.find((name) => !allowed.includes(name));
  if (unknown !== undefined)
    throw new InputError(code, `${JSON.stringify(unknown)} is not in the ${what}`, {
      found: unknown,
      allowed,
    });
}
