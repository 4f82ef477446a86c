import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FeatureStore } from './feature-store.js';

/** Three images, two values each. */
const values = Float32Array.of(1, 2, 3, 4, 5, 6);

const computes = fileURLToPath(new URL('../../faults/compute-features.mjs', import.meta.url));

describe('the feature store', () => {
  let folder: string;
  let computed: number;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'frostline-features-'));
    computed = 0;
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const open = (count = 3, alive: () => void = () => undefined) =>
    new FeatureStore(folder).open('an identity', count, {
      compute: async function* () {
        computed += 1;
        yield await Promise.resolve({ row: [2], values: values.subarray(0, count * 2) });
      },
      alive,
    });
  const onlyFile = (): string => {
    const [name = '', ...others] = readdirSync(folder);
    expect(others).toEqual([]);
    return path.join(folder, name);
  };

  it('computes once, and gives rows in any order, repeated if asked', async () => {
    (await open()).close();
    const file = await open();
    expect(computed).toBe(1);
    expect([...file.read([2, 0, 2])]).toEqual([5, 6, 1, 2, 5, 6]);
    file.close();
  });

  it.each([
    [
      'cut within a row',
      (file: string) => {
        truncateSync(file, readFileSync(file).length - 1);
      },
    ],
    [
      'without its last row',
      (file: string) => {
        truncateSync(file, readFileSync(file).length - 8);
      },
    ],
    [
      'cut within the header',
      (file: string) => {
        truncateSync(file, 20);
      },
    ],
    [
      'empty',
      (file: string) => {
        truncateSync(file, 0);
      },
    ],
    [
      'longer than its header says',
      (file: string) => {
        writeFileSync(file, 'x', { flag: 'a' });
      },
    ],
    [
      'not a feature file',
      (file: string) => {
        writeFileSync(file, 'no features at all, though long enough');
      },
    ],
  ])('computes a file again that is %s', async (_, damage) => {
    (await open()).close();
    damage(onlyFile());
    const file = await open();
    expect(computed).toBe(2);
    expect([...file.read([0, 1, 2])]).toEqual([...values]);
    file.close();
    expect(readFileSync(onlyFile()).subarray(-24)).toEqual(Buffer.from(values.buffer));
  });

  it('computes a file again that holds another number of images', async () => {
    (await open(2)).close();
    const file = await open(3);
    expect([...file.read([2])]).toEqual([5, 6]);
    file.close();
  });

  it('gives no row that was cut off while the file was in use', async () => {
    const file = await open();
    truncateSync(onlyFile(), readFileSync(onlyFile()).length - 4);
    expect([...file.read([1])]).toEqual([3, 4]);
    expect(() => file.read([2])).toThrow('features ended early; found 2');
    file.close();
  });

  it('waits idly while another process computes, and computes itself once that is killed', async () => {
    const other = fork(computes, [folder]);
    expect(await once(other, 'message')).toEqual(['computing', undefined]);
    const before = performance.eventLoopUtilization();
    let signs = 0;
    const file = await open(3, () => {
      signs += 1;
      if (signs <= 20) expect(computed).toBe(0);
      if (signs === 20) other.kill('SIGKILL');
    });
    expect(signs).toBeGreaterThan(20);
    expect(computed).toBe(1);
    // It neither spins nor sleeps in the lock: timers and messages have their turn.
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5);
    expect([...file.read([0, 1, 2])]).toEqual([...values]);
    file.close();
    if (other.signalCode === null) await once(other, 'exit');
  });

  it('heeds no lock that was left behind', async () => {
    (await open()).close();
    const whole = onlyFile();
    rmSync(whole);
    writeFileSync(`${whole}.lock`, '');
    let signs = 0;
    (await open(3, () => void (signs += 1))).close();
    // That of its one chunk: it waited for nobody.
    expect(signs).toBe(1);
    expect(onlyFile()).toBe(whole);
  });
});
