import { describe, expect, it } from 'vitest';
import { checkEngineChoice, parseDevice, type EngineChoice } from './engine-choice.js';
import type { EngineName } from './engine-names.js';

describe('an engine and its device', () => {
  it.each<EngineChoice>([
    { name: 'onnxruntime' },
    { name: 'onnxruntime', device: 'webgpu', precision: 'fp16' },
    { name: 'onnxruntime', device: 'cuda:1', precision: 'fp16' },
    { name: 'tensorflow', device: 'cuda:0' },
    { name: 'wasm', device: 'cpu', precision: 'fp32' },
  ])('may be %j', (choice) => {
    expect(() => {
      checkEngineChoice(choice);
    }).not.toThrow();
  });

  it.each<[EngineChoice, string, RegExp]>([
    [{ name: 'cuda' as EngineName }, 'engine-name', /"cuda".*onnxruntime, tensorflow, wasm, cpu/],
    [{ name: 'tensorflow', device: 'webgpu' }, 'engine-device', /"webgpu".*cpu, cuda.*for it: onnxruntime$/],
    [{ name: 'wasm', device: 'cuda:0' }, 'engine-device', /for it: onnxruntime, tensorflow/],
    [{ name: 'wasm', precision: 'fp16' }, 'engine-precision', /fp16 with engine wasm/],
    [{ name: 'tensorflow', device: 'cuda:0', precision: 'fp16' }, 'engine-precision', /allowed/],
  ])('is refused when it is %j', (choice, code, message) => {
    expect(() => {
      checkEngineChoice(choice);
    }).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) as string }));
  });

  it.each(['gpu', 'cuda', 'cuda:', 'cuda:-1', 'cpu:0', 'CUDA:0', ''])('%j is no device', (text) => {
    expect(() => parseDevice(text)).toThrow(/cuda:N/);
  });
});
