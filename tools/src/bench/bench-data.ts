import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { RandomStream, sha256, writeFileAtomic } from '@frostline/base';
import { openPack, type Sample } from '@frostline/data';
import sharp from 'sharp';

/**
 * Measures how fast packs are built, beside sharp alone decoding the same files on all cores.
 *
 *   npm run bench:data [-- --json FILE] [--images N]
 *
 * The photographs are drawn: 500 × 375, with noise, about 110 KB as JPEG, which is what ImageNet's have.
 */
const { values } = parseArgs({
  options: { json: { type: 'string' }, images: { type: 'string', default: '600' } },
});
const cores = os.availableParallelism();
const rounds = 3;
const scratch = mkdtempSync(path.join(os.tmpdir(), 'frostline-bench-'));
try {
  const samples = await photographs(Number(values.images));
  const runs = {
    sharp: [] as Measured[],
    pack64: [] as Measured[],
    pack224: [] as Measured[],
  };
  for (let round = 0; round < rounds; round++) {
    runs.sharp.push(await measure(samples.length, () => decodeAll(samples)));
    for (const [name, size] of [['pack64', 64] as const, ['pack224', 224] as const])
      runs[name].push(await measure(samples.length, () => build(samples, size, `${name} ${round}`)));
  }
  const more = [...samples, ...(await photographs(10, 'more'))];
  const added = performance.now();
  await build(more, 224, 'pack224 0');
  const addedMs = performance.now() - added;
  const figures = {
    cores,
    images: samples.length,
    sharp: best(runs.sharp),
    pack64: best(runs.pack64),
    pack224: best(runs.pack224),
    tenMoreMs: addedMs,
  };
  const line = (name: string, { perSecond, cpuMs }: Measured): string =>
    `${name}: ${perSecond.toFixed(0)} images a second (${(perSecond / figures.sharp.perSecond).toFixed(2)} of sharp alone), ${cpuMs.toFixed(2)} ms of CPU an image (${(figures.sharp.cpuMs / cpuMs).toFixed(2)})`;
  process.stdout.write(
    [
      `${samples.length} JPEGs of 500 × 375, ${cores} cores, best of ${rounds}`,
      line('sharp alone', figures.sharp),
      line('packs at 64', figures.pack64),
      line('packs at 224', figures.pack224),
      `ten images more: ${addedMs.toFixed(0)} ms`,
      '',
    ].join('\n'),
  );
  if (values.json !== undefined) writeFileAtomic(values.json, `${JSON.stringify(figures, null, 2)}\n`);
} finally {
  rmSync(scratch, { recursive: true });
}

async function photographs(count: number, name = 'photo'): Promise<Sample[]> {
  const [width, height] = [500, 375];
  const pixels = new Uint8Array(width * height * 3);
  const random = new RandomStream(0, name);
  for (let at = 0; at < pixels.length; at++) {
    const [x, y] = [Math.floor(at / 3) % width, Math.floor(at / 3 / width)];
    const shape = 60 * Math.sin(x / 40) * Math.cos(y / 55) + 25 * Math.sin((x + (at % 3) * 20) / 7);
    pixels[at] = 128 + shape + random.nextBelow(40) - 20;
  }
  const file = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 88 })
    .toBuffer();
  return Array.from({ length: count }, (_, index) => {
    const target = path.join(scratch, `${name}-${index}.jpg`);
    writeFileSync(target, file);
    // A name behind the end makes each another file.
    appendFileSync(target, `${name} ${index}`);
    return { id: String(index), path: target, sha256: sha256(readFileSync(target)), label: 0 };
  });
}

async function decodeAll(samples: readonly Sample[]): Promise<void> {
  const waiting = samples.values();
  await Promise.all(
    Array.from({ length: 2 * cores }, async () => {
      for (const { path: file } of waiting) await sharp(readFileSync(file)).raw().toBuffer();
    }),
  );
}

async function build(samples: readonly Sample[], size: number, home: string): Promise<void> {
  (await openPack(path.join(scratch, home), samples, { size })).close();
}

interface Measured {
  readonly perSecond: number;
  /** Of all threads: what a machine that does other things besides does not change much. */
  readonly cpuMs: number;
}

async function measure(count: number, work: () => Promise<void>): Promise<Measured> {
  const start = performance.now();
  const cpu = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: (1000 * count) / (performance.now() - start), cpuMs: (user + system) / 1000 / count };
}

function best(runs: readonly Measured[]): Measured {
  return {
    perSecond: Math.max(...runs.map(({ perSecond }) => perSecond)),
    cpuMs: Math.min(...runs.map(({ cpuMs }) => cpuMs)),
  };
}
