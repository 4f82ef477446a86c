import type { Check, DoctorInput, Finding } from './check.js';
import { engines } from './engines.js';
import { gpu } from './gpu.js';
import { machine } from './machine.js';
import { packages } from './packages.js';
import { stateFolder } from './state-folder.js';

/** Every check in the order of the report. Add one: a file beside this, a line here, a test. */
const checks: readonly Check[] = [machine, gpu, engines, packages, stateFolder];

/** Runs every check. A check that finds something missing says so; it does not throw. */
export async function examine(input: DoctorInput): Promise<Finding[]> {
  const findings = await Promise.all(checks.map(async (check) => check(input)));
  return findings.flat();
}
