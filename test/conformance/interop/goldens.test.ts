import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { python } from '../support/python.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Needs timm, which Debian does not have: what it makes is compared when it is made. */
const withoutDebian = { program: 'make_timm.py', golden: 'packages/model/golden/timm-keys.json' };
const programs = readdirSync(`${root}tools/oracle`).filter(
  (name) => name.endsWith('.py') && name !== withoutDebian.program,
);

/** The programs write beside themselves, so copies of them write into a tree of their own. */
const copy = mkdtempSync(join(tmpdir(), 'frostline-goldens-'));

const made = new Set<string>();

afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

/** The spacing of float32 at 1: what is smaller, such as a gradient that is zero but for its last bits, is rounding. */
const float32Rounding = 2 ** -23;

/** How far torch's float32 was from the truth when the golden was made: on another CPU it is another. */
const measured = /err32$|\/rounding$/i;

/**
 * Where two JSON values differ. Numbers may do so by 1e-5 of the largest in their list, as float32 sums do on other
 * CPUs, or by rounding.
 */
function differences(expected: unknown, actual: unknown, path = '', scale = 0): string[] {
  if (typeof expected === 'number' && typeof actual === 'number') {
    if (measured.test(path)) return [];
    const relative = Number.isInteger(expected) ? 0 : 1e-5 * Math.max(scale, Math.abs(expected));
    const allowed = Math.max(relative, float32Rounding);
    return Math.abs(expected - actual) <= allowed
      ? []
      : [`${path}: ${String(expected)} is now ${String(actual)}`];
  }
  if (typeof expected !== 'object' || expected === null || typeof actual !== 'object' || actual === null)
    return expected === actual ? [] : [`${path}: ${String(expected)} is now ${String(actual)}`];
  const [before, now] = [Object.entries(expected), Object.entries(actual)];
  if (before.map(([key]) => key).join() !== now.map(([key]) => key).join()) return [`${path}: other keys`];
  const largest = Math.max(
    0,
    ...before.map(([, value]) => (typeof value === 'number' ? Math.abs(value) : 0)),
  );
  return before.flatMap(([key, value], index) =>
    differences(value, now[index]?.[1], `${path}/${key}`, largest),
  );
}

/** Runs the copy of a program. @returns the golden files that it made, by path from the root */
async function goldensOf(program: string): Promise<Map<string, unknown>> {
  const place = join(copy, program);
  for (const name of readdirSync(`${root}packages`))
    for (const folder of ['golden', 'weights'])
      mkdirSync(join(place, 'packages', name, folder), { recursive: true });
  const source = join(root, 'tools/oracle', program);
  const target = join(place, 'tools/oracle', program);
  cpSync(source, target);
  const printed = await python(target);
  const redirected = /python3 \S+ > (packages\/\S+\.json)/.exec(readFileSync(source, 'utf8'))?.[1];
  if (redirected !== undefined) {
    mkdirSync(dirname(join(place, redirected)), { recursive: true });
    writeFileSync(join(place, redirected), printed);
  }
  const files = readdirSync(join(place, 'packages'), { recursive: true, encoding: 'utf8' });
  return new Map(
    files
      .filter((file) => file.endsWith('.json'))
      .map((file) => [
        join('packages', file),
        JSON.parse(readFileSync(join(place, 'packages', file), 'utf8')) as unknown,
      ]),
  );
}

describe.each(programs)('tools/oracle/%s', (program) => {
  it('makes the committed golden files again', { timeout: 900_000 }, async () => {
    const goldens = await goldensOf(program);
    expect(goldens.size).toBeGreaterThan(0);
    for (const [file, value] of goldens) {
      made.add(file);
      expect(differences(JSON.parse(readFileSync(join(root, file), 'utf8')), value), file).toEqual([]);
    }
  });
});

it('there is no other golden file in JSON', () => {
  const packages = `${root}packages`;
  const committed = readdirSync(packages).flatMap((name) => {
    const files = readdirSync(join(packages, name), { encoding: 'utf8' });
    return files.includes('golden')
      ? readdirSync(join(packages, name, 'golden'), { recursive: true, encoding: 'utf8' })
          .filter((file) => file.endsWith('.json'))
          .map((file) => join('packages', name, 'golden', file))
      : [];
  });
  const golden = [...made, withoutDebian.golden].filter((file) => file.includes('/golden/'));
  expect(golden.sort()).toEqual(committed.sort());
});
