import { describe, expect, it } from 'vitest';
import { planWorkers, type Machine, type WorkerChoice } from './worker-launches.js';

const none: Machine = { cores: 3, cards: [], tensorFlow: false };
const card = (index: number) => ({ index, name: 'T4', memory: 15_360 });
const two: Machine = { ...none, cards: [card(0), card(1)], tensorFlow: true };

/** Slots with what their workers compute on and with. */
function planned(choice: Partial<WorkerChoice>, machine: Machine): string[] {
  return planWorkers({ workers: undefined, engine: undefined, ...choice }, machine).map(({ device, env }) =>
    [device, ...Object.values(env)].join(' '),
  );
}

describe('workers', () => {
  it('are one per core where there is no card', () => {
    expect(planned({}, none)).toEqual(['cpu:0 cpu', 'cpu:1 cpu', 'cpu:2 cpu']);
    expect(planned({ workers: 1, engine: 'wasm' }, none)).toEqual(['cpu:0 cpu wasm']);
  });

  it('are one per card where TensorFlow can use it', () => {
    expect(planned({}, two)).toEqual(['cuda:0 cuda:0 tensorflow', 'cuda:1 cuda:1 tensorflow']);
    expect(planned({}, { ...two, tensorFlow: false })).toHaveLength(3);
  });

  it('stay on the processor with an engine that was asked for and knows no cards', () => {
    expect(planned({ engine: 'wasm', workers: 1 }, two)).toEqual(['cpu:0 cpu wasm']);
    expect(planned({ device: 'cpu', workers: 1 }, two)).toEqual(['cpu:0 cpu']);
  });

  it('run on the card that was asked for, with the engine that there is', () => {
    expect(planned({ device: 'cuda:1' }, two)).toEqual(['cuda:1 cuda:1 tensorflow']);
    expect(planned({ device: 'cuda:1' }, none)).toEqual(['cuda:1 cuda:1']);
    expect(planned({ device: 'webgpu', precision: 'fp16' }, two)).toEqual(['webgpu webgpu fp16']);
    expect(planned({ device: 'cuda', engine: 'onnxruntime', workers: 2 }, two)).toEqual([
      'cuda:0 cuda:0 onnxruntime',
      'cuda:0/1 cuda:0 onnxruntime',
      'cuda:1 cuda:1 onnxruntime',
      'cuda:1/1 cuda:1 onnxruntime',
    ]);
  });

  it('cannot be on every card where there is none', () => {
    expect(() => planned({ device: 'cuda' }, none)).toThrow(/--device.*no CUDA card/);
  });
});
