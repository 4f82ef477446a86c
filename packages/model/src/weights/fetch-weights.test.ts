import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startHub, type HubServer } from '../testing/hub-server.js';
import type { Environment } from './environment.js';
import { fetchWeights } from './fetch-weights.js';
import { loadWeights } from './load-weights.js';
import { findWeights } from './registry.js';
import { encodeSafetensors } from './safetensors.js';

const name = 'resnet18.IMAGENET1K_V1';
const repository = 'timm/resnet18.tv_in1k';
const values = Float32Array.from({ length: 100_000 }, (_, index) => index / 7);
const state = { 'conv1.weight': { shape: [values.length], dtype: 'float32' as const, data: values } };
const content = encodeSafetensors(state);

let home: string;
let hub: HubServer;
let env: Environment;
const quick = { retries: 3, retryDelay: 1 };
const inCache = (...parts: string[]) => path.join(home, 'hub', 'models--timm--resnet18.tv_in1k', ...parts);
const partial = () => inCache('blobs', `${hub.etag}.frostline.incomplete`);

beforeEach(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'frostline-hub-'));
  hub = await startHub(content);
  env = { HF_HOME: home, HF_ENDPOINT: hub.endpoint };
});
afterEach(async () => {
  await hub.close();
  rmSync(home, { recursive: true });
});

describe('weights of the hub', () => {
  it('are written in Python’s layout, and read with what the registry says of them', async () => {
    const { file } = await fetchWeights(name, { env });
    expect(file).toBe(inCache('snapshots', hub.commit, 'model.safetensors'));
    expect(readlinkSync(file)).toBe(path.join('..', '..', 'blobs', hub.etag));
    expect(readFileSync(inCache('refs', 'main'), 'utf8')).toBe(hub.commit);
    const weights = loadWeights(name, { env });
    expect(weights.state).toEqual(state);
    expect(weights.sha256).toBe(hub.etag);
    expect(weights).toMatchObject({
      arch: 'resnet18',
      licence: 'BSD-3-Clause',
      preprocessing: { resize: 256, size: 224, interpolation: 'bilinear' },
    });
    expect(weights.classes).toHaveLength(1000);
  });

  it('are known by their path in the cache too', async () => {
    const { file } = await fetchWeights(name, { env });
    const { card } = findWeights('resnet18.tv_in1k') ?? {};
    expect(loadWeights(file)).toMatchObject({ name: file, sha256: hub.etag, ...card });
    expect(loadWeights(path.dirname(file)).arch).toBe('resnet18');
  });

  it('are asked for under their repository and revision', async () => {
    await fetchWeights(name, { env });
    expect(hub.requests.map(({ method, path: asked }) => [method, asked])).toEqual([
      ['HEAD', `/${repository}/resolve/main/model.safetensors`],
      ['GET', `/${repository}/resolve/main/model.safetensors`],
      ['GET', '/blob'],
    ]);
  });

  it('are fetched once; the cache needs no network', async () => {
    await fetchWeights(name, { env });
    const asked = hub.requests.length;
    const offline = { ...env, HF_HUB_OFFLINE: '1' };
    expect((await fetchWeights(name, { env: offline })).file).toContain(hub.commit);
    expect(hub.requests).toHaveLength(asked);
  });

  it('progress ends with the whole size', async () => {
    const seen: [number, number | undefined][] = [];
    await fetchWeights(name, { env, onProgress: (...told) => seen.push(told) });
    expect(seen[0]).toEqual([0, content.byteLength]);
    expect(seen.at(-1)).toEqual([content.byteLength, content.byteLength]);
  });

  it('a connection that breaks again and again is taken up where it broke', async () => {
    hub.behaviour.breakAfter = 60_000;
    await fetchWeights(name, { env, ...quick });
    const ranges = hub.requests.filter(({ host }) => host === 'store').map(({ range }) => range);
    // What a broken connection had still on its way may be lost with it.
    const starts = ranges.map((range) => Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1]));
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(new Set(starts).size).toBeGreaterThan(3);
    expect(loadWeights(name, { env }).sha256).toBe(hub.etag);
  });

  it('a later call goes on from what an earlier one left', async () => {
    mkdirSync(inCache('blobs'), { recursive: true });
    writeFileSync(partial(), content.subarray(0, 1000));
    await fetchWeights(name, { env });
    expect(hub.requests.at(-1)?.range).toBe('bytes=1000-');
    expect(existsSync(partial())).toBe(false);
    expect(loadWeights(name, { env }).sha256).toBe(hub.etag);
  });

  it('a server without ranges sends all of it again', async () => {
    hub.behaviour.noRanges = true;
    mkdirSync(inCache('blobs'), { recursive: true });
    writeFileSync(partial(), Buffer.alloc(1000));
    await fetchWeights(name, { env });
    expect(loadWeights(name, { env }).sha256).toBe(hub.etag);
  });

  it('a partial file that is longer than the whole is begun anew', async () => {
    mkdirSync(inCache('blobs'), { recursive: true });
    writeFileSync(partial(), Buffer.alloc(content.byteLength + 1));
    await fetchWeights(name, { env, ...quick });
    expect(loadWeights(name, { env }).sha256).toBe(hub.etag);
  });

  it('another checksum than announced is refused, and nothing of it stays', async () => {
    hub.behaviour.content = content.map((byte, index) => (index === 5000 ? byte ^ 1 : byte));
    await expect(fetchWeights(name, { env })).rejects.toMatchObject({ code: 'hub', exitCode: 2 });
    expect(existsSync(partial())).toBe(false);
    expect(existsSync(inCache('blobs', hub.etag))).toBe(false);
    expect(() => loadWeights(name, { env })).toThrow('not on this machine');
  });

  it('a hub that keeps breaking off is an error that keeps what came', async () => {
    hub.behaviour.breakAfter = 0;
    mkdirSync(inCache('blobs'), { recursive: true });
    writeFileSync(partial(), content.subarray(0, 1000));
    await expect(fetchWeights(name, { env, ...quick })).rejects.toMatchObject({ code: 'weights-missing' });
    expect(readFileSync(partial())).toHaveLength(1000);
  });

  it('a renamed repository is followed', async () => {
    hub.behaviour.renamed = 'timm/newer-name';
    await fetchWeights(name, { env });
    expect(loadWeights(name, { env }).sha256).toBe(hub.etag);
  });

  it('the token goes to the hub and to nobody else', async () => {
    await fetchWeights(name, { env: { ...env, HF_TOKEN: 'hf_secret' } });
    const told = hub.requests.map(({ host, token }) => [host, token]);
    expect(told).toEqual([
      ['hub', 'Bearer hf_secret'],
      ['hub', 'Bearer hf_secret'],
      ['store', undefined],
    ]);
  });

  it.each([
    [401, 'set HF_TOKEN'],
    [404, 'status 404'],
  ])('status %d is refused', async (status, words) => {
    hub.behaviour.status = status;
    await expect(fetchWeights(name, { env })).rejects.toThrow(words);
  });

  it.each([
    ['x-repo-commit', '../../../etc'],
    ['x-linked-etag', '../../../../tmp/x'],
  ])('a %s that is no checksum never becomes a path', async (header, value) => {
    hub.behaviour.headers = { [header]: value };
    await expect(fetchWeights(name, { env })).rejects.toMatchObject({ code: 'hub' });
  });

  it('two at once fetch one file', async () => {
    const both = await Promise.all([fetchWeights(name, { env }), fetchWeights(name, { env })]);
    expect(new Set(both.map(({ file }) => file)).size).toBe(1);
    expect(hub.requests.filter(({ host }) => host === 'store')).toHaveLength(1);
    expect(loadWeights(name, { env }).sha256).toBe(hub.etag);
  });
});

describe('without a network', () => {
  const where = () => inCache('snapshots', 'main', 'model.safetensors');
  const says = (why: string) =>
    `${why}; fetch ${hub.endpoint}/${repository}/resolve/main/model.safetensors and put it at ${where()}`;

  it('HF_HUB_OFFLINE is respected, and the error names file and place', async () => {
    const offline = { ...env, HF_HUB_OFFLINE: 'true' };
    await expect(fetchWeights(name, { env: offline })).rejects.toThrow(says('HF_HUB_OFFLINE is set'));
    expect(hub.requests).toEqual([]);
  });

  it('a hub out of reach gives the same error', async () => {
    await hub.close();
    await expect(fetchWeights(name, { env })).rejects.toThrow(says('cannot be reached (ECONNREFUSED)'));
  });

  it('a file that was put there by hand is found', () => {
    expect(() => loadWeights(name, { env })).toThrow(says('they are not on this machine'));
    mkdirSync(path.dirname(where()), { recursive: true });
    writeFileSync(where(), content);
    expect(loadWeights(name, { env }).sha256).toBe(hub.etag);
  });
});

describe('weights that torchvision publishes for Python', () => {
  it('are found where the printed line writes them', () => {
    const torch = { TORCH_HOME: home };
    const wanted = 'alexnet.IMAGENET1K_V1';
    const file = path.join(home, 'hub', 'checkpoints', 'alexnet-owt-7be5be79.safetensors');
    expect(() => loadWeights(wanted, { env: torch })).toThrow(`'${file}'`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    expect(loadWeights(wanted, { env: torch })).toMatchObject({ arch: 'alexnet', sha256: hub.etag });
  });
});

describe('a pickled checkpoint', () => {
  it.each(['net.pth', 'net.pt', 'pytorch_model.bin'])('%s is refused with a line of Python', (given) => {
    const file = path.join(home, given);
    writeFileSync(file, 'PK');
    const code = expect.objectContaining({ code: 'weights-pickle', exitCode: 2 }) as unknown;
    expect(() => loadWeights(file)).toThrow(code as Error);
    expect(() => loadWeights(file)).toThrow(file.replace(/\.\w+$/, '.safetensors'));
  });

  it('the line is one that the shell and Python understand', () => {
    const file = path.join(home, `it's "1" $HOME.pth`);
    writeFileSync(file, 'PK');
    let line = '';
    try {
      loadWeights(file);
    } catch (error) {
      line = /convert it with (.*)$/.exec(String(error))?.[1] ?? '';
    }
    // Stands in for Python: prints the program that the shell hands over.
    const seen = spawnSync('sh', ['-c', `python3() { printf %s "$2"; }; ${line}`], { encoding: 'utf8' });
    const literal = file.replaceAll("'", String.raw`\'`);
    expect(seen.stdout).toContain(`torch.load('${literal}', map_location='cpu', weights_only=True)`);
  });
});

describe('a folder', () => {
  const put = (file: string, text: string | Uint8Array) => {
    writeFileSync(path.join(home, file), text);
  };

  it('holds weights and timm’s description of them', () => {
    put('model.safetensors', content);
    put('other.safetensors', content);
    put(
      'config.json',
      JSON.stringify({
        architecture: 'vit_base_patch16_224',
        num_classes: 3,
        label_names: ['a', 'b', 'c'],
        pretrained_cfg: {
          input_size: [3, 224, 224],
          interpolation: 'bicubic',
          crop_pct: 0.9,
          mean: [0.5, 0.5, 0.5],
          std: [0.5, 0.5, 0.5],
        },
      }),
    );
    expect(loadWeights(home)).toMatchObject({
      arch: 'vit_b_16',
      classes: ['a', 'b', 'c'],
      preprocessing: { mean: [0.5, 0.5, 0.5], resize: 248, size: 224, interpolation: 'bicubic' },
    });
  });

  it('with several files and none of the usual name is refused', () => {
    put('a.safetensors', content);
    put('b.safetensors', content);
    expect(() => loadWeights(home)).toThrow('not clear which file');
  });

  it('with a malformed description is refused', () => {
    put('model.safetensors', content);
    put('config.json', '[');
    expect(() => loadWeights(home)).toThrow('this is not a JSON object');
  });
});
