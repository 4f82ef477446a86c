import { execFile } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { linkTensorFlow } from './build-addon.js';

const program = (name: string): string =>
  fileURLToPath(new URL(`../../dist/setup/${name}.js`, import.meta.url));
const { FROSTLINE_TENSORFLOW_WHEEL: wheel } = process.env;

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('setting up TensorFlow', () => {
  let workspace: string;

  async function run(name: string, args: string[] = [], env: Record<string, string> = {}): Promise<Ended> {
    const options = { env: { ...process.env, FROSTLINE_WORKSPACE: workspace, INIT_CWD: workspace, ...env } };
    try {
      const { stdout, stderr } = await promisify(execFile)(
        process.execPath,
        [program(name), ...args],
        options,
      );
      return { code: 0, stdout, stderr };
    } catch (error) {
      return error as Ended;
    }
  }

  beforeEach(() => {
    workspace = mkdtempSync(path.join(tmpdir(), 'workspace-'));
    mkdirSync(path.join(workspace, 'node_modules'));
    writeFileSync(path.join(workspace, 'package.json'), '{"private":true}\n');
  });

  it('asks which wheel', async () => {
    const { code, stderr } = await run('setup-tensorflow');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^say which TensorFlow to build on; allowed: --wheel FILE.whl.*pip download/);
    expect((await run('setup-tensorflow', ['--whell', 'x'])).code).toBe(2);
  });

  it('names a wheel that is not there, by the folder that npm was called in', async () => {
    const { code, stderr } = await run('setup-tensorflow', ['--wheel', 'none.whl']);
    expect(code).toBe(2);
    expect(stderr).toContain(`${path.join(workspace, 'none.whl')}: there is no such wheel`);
  });

  it('says which compilers are missing, and how to add them', async () => {
    const { code, stderr } = await run('setup-tensorflow', ['--wheel', '.'], { PATH: '/nowhere' });
    expect(code).toBe(2);
    expect(stderr).toMatch(/found "no g\+\+, no make, no python3".*apt-get install g\+\+ make python3/);
  });

  it('says that npm cannot reach its registry, and leaves nothing', async () => {
    const { code, stderr } = await run('setup-gpu', [], {
      npm_config_registry: 'http://127.0.0.1:9/',
      npm_config_fetch_retries: '0',
      npm_config_cache: path.join(workspace, 'cache'),
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /npm could not install @tensorflow\/tfjs-node-gpu@4.22.0: is the registry reachable/,
    );
    expect(existsSync(path.join(workspace, 'node_modules/@tensorflow'))).toBe(false);
    expect(readFileSync(path.join(workspace, 'package.json'), 'utf8')).toBe('{"private":true}\n');
  });

  it("lays links where the addon looks, NVIDIA's packages too, in place of what was there", () => {
    const site = path.join(workspace, 'site-packages');
    mkdirSync(path.join(site, 'nvidia'), { recursive: true });
    const folder = path.join(workspace, 'tfjs-node');
    mkdirSync(path.join(folder, 'deps'), { recursive: true });
    symlinkSync('/old', path.join(folder, 'deps/include'));
    linkTensorFlow(path.join(site, 'tensorflow'), folder);
    expect(lstatSync(path.join(folder, 'deps/lib/libtensorflow.so')).isSymbolicLink()).toBe(true);
    expect(existsSync(path.join(folder, 'deps/lib/../nvidia'))).toBe(true);
  });

  // Needs a registry of npm packages as well, and a minute.
  it.skipIf(wheel === undefined)(
    'builds on a real wheel, once from the file and then from the folder, and the result runs' +
      (wheel === undefined ? ' (not run: FROSTLINE_TENSORFLOW_WHEEL names no wheel)' : ''),
    { timeout: 900_000 },
    async () => {
      const first = await run('setup-tensorflow', ['--wheel', String(wheel)]);
      expect(first.stderr).toBe('');
      expect(first.stdout).toMatch(
        /unpacking 1\.\d GB into .*\nready: --engine tensorflow runs TensorFlow 2\.\d+/s,
      );
      expect(readFileSync(path.join(workspace, 'package.json'), 'utf8')).toBe('{"private":true}\n');
      expect(existsSync(path.join(workspace, 'package-lock.json'))).toBe(false);
      const [, folder = ''] = /used where they lie: (.*)/.exec(first.stdout) ?? [];
      const second = await run('setup-tensorflow', ['--wheel', folder]);
      expect(second.stdout).toContain('ready: --engine tensorflow');
    },
  );
});
