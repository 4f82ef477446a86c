import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readmeExample } from './support/readme-example.js';
import { run } from './support/run.js';
import { packAll, publishable, root, type Packed } from './support/workspace.js';

/** Outside the workspace, so that nothing can be found in its node_modules. */
const tarballs = mkdtempSync(join(tmpdir(), 'frostline-tarballs-'));
const consumer = mkdtempSync(join(tmpdir(), 'frostline-consumer-'));
let packed: Packed[] = [];

beforeAll(async () => {
  packed = await packAll(tarballs);
});

afterAll(() => {
  for (const folder of [tarballs, consumer]) rmSync(folder, { recursive: true, force: true });
});

describe.each(publishable.map((folder, index) => ({ folder, index })))(
  'the tarball of $folder',
  ({ folder, index }) => {
    it('holds what was built, and neither sources nor tests', () => {
      const paths = packed[index]?.files.map(({ path }) => path) ?? [];
      const built = folder === 'apps/dashboard' ? ['dist/index.html'] : ['dist/index.js', 'dist/index.d.ts'];
      expect(paths).toEqual(expect.arrayContaining(['package.json', 'README.md', ...built]));
      expect(paths.filter((path) => /^src\/|\.test\.|(^|\/)testing\//.test(path))).toEqual([]);
    });

    it('is shaped as publint wants it', async () => {
      const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Record<
        string,
        unknown
      >;
      const { buffer } = Uint8Array.from(readFileSync(join(tarballs, packed[index]?.filename ?? '')));
      const { messages } = await publint({ pack: { tarball: buffer }, level: 'warning', strict: true });
      expect(messages.map((message) => formatMessage(message, manifest))).toEqual([]);
    });
  },
);

describe('the clone', () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'frostline-elsewhere-'));
  afterAll(() => {
    rmSync(elsewhere, { recursive: true, force: true });
  });

  it('gives the command to every folder, as the README says', async () => {
    const link = ['link', '-w', 'apps/scheduler'];
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`npm ${link.join(' ')} `);
    const settings = join(elsewhere, 'npmrc');
    writeFileSync(settings, `prefix=${elsewhere}\n`);
    await run(root, 'npm', [...link, '--ignore-scripts', '--globalconfig', settings]);
    const command = join(elsewhere, 'bin', 'frostline');
    expect(await run(elsewhere, command, ['--help'])).toContain('Usage: frostline');
  });
});

describe('an empty folder where the tarballs are installed', () => {
  beforeAll(async () => {
    writeFileSync(join(consumer, 'package.json'), '{ "private": true, "type": "module" }\n');
    const files = packed.map(({ filename }) => join(tarballs, filename));
    // Without scripts, so that nothing is compiled or downloaded: better-sqlite3's addon is not needed here.
    const options = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];
    await run(consumer, 'npm', ['install', ...options, ...files]);
  }, 600_000);

  it("runs the README's library example, which prints what the README says", async () => {
    const { program, output } = readmeExample('library');
    writeFileSync(join(consumer, 'example.js'), program);
    expect(await run(consumer, process.execPath, ['example.js'])).toBe(output);
  });

  it('has the command', async () => {
    const command = join(consumer, 'node_modules', '.bin', 'frostline');
    expect(await run(consumer, process.execPath, [command, '--help'])).toContain('Usage: frostline');
  });
});
