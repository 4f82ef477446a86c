import { InputError, type EngineName } from '@frostline/base';
import { describe, expect, it } from 'vitest';
import { openEngine } from './open-engine.js';

describe('openEngine', () => {
  it('names the engines that there are when asked for another', async () => {
    const error: unknown = await openEngine({ name: 'torch' as EngineName }).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({ code: 'engine-name', message: expect.stringMatching(/"torch".*onnxruntime, tensorflow, wasm, cpu/) as string }); // prettier-ignore
  });

  it.each([0, 1.5, -1])('refuses %d threads', async (threads) => {
    await expect(openEngine({ name: 'cpu', threads })).rejects.toMatchObject({ code: 'engine-threads' });
  });

  it('stamps runtime, version and threads into the numerics class', async () => {
    expect((await openEngine({ name: 'cpu' })).numericsClass).toBe(
      'tfjs-4.22.0/cpu/cpu-javascript/fp32/threads=1',
    );
    expect((await openEngine({ name: 'wasm' })).numericsClass).toBe(
      'tfjs-4.22.0/cpu/wasm-simd/fp32/threads=1',
    );
  });
});
