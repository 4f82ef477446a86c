import { openEngine, ops, valueAndGradients } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { describe, expect, it } from 'vitest';
import { functionalCall, Linear, Sequential } from '../index.js';

const spec = (...shape: number[]) => ({ shape, dtype: 'float32' as const });
const host = (shape: number[], ...values: number[]) => ({
  ...spec(...shape),
  data: Float32Array.from(values),
});

describe('hooks in a compiled step', () => {
  it('run while it is traced and are part of it from then on', async () => {
    const net = new Sequential(new Linear(1, 1, { bias: false }), new Linear(1, 1, { bias: false }));
    let traced = 0;
    const handles = [
      net.at(0).registerForwardHook((_module, _input, output) => {
        traced++;
        return ops.mul(output, 10);
      }),
      net.at(1).registerForwardPreHook((_module, input) => ops.add(input, 1)),
      net.at(1).registerFullBackwardHook((_module, gradInput) => gradInput && ops.mul(gradInput, 100) || undefined), // prettier-ignore
      net.at(1).registerFullBackwardPreHook((_module, gradOutput) => ops.mul(gradOutput, 2)),
    ];
    const engine = await openEngine({ name: 'onnxruntime' });
    const step = await engine.compile({
      name: 'hooked',
      state: { '0.weight': spec(1, 1), '1.weight': spec(1, 1) },
      batch: { x: spec(1, 1) },
      scalars: [],
      step: ({ state, batch }) => {
        const { loss, gradients } = valueAndGradients(
          () => ({ loss: ops.sum(functionalCall(net, state, batch['x'] as Tensor).output) }),
          Object.values(state),
        );
        return { state: {}, outputs: { loss, first: gradients[0] as Tensor, last: gradients[1] as Tensor } };
      },
    });
    const afterCompiling = traced;
    for (const handle of handles) handle.remove();
    const state = engine.createState({ '0.weight': host([1, 1], 3), '1.weight': host([1, 1], 5) });
    const { loss, first, last } = await step.run(state, {
      batch: { x: host([1, 1], 2) },
      scalars: {},
      noise: { seed: 0, epoch: 0, draws: new Uint32Array(0) },
    });
    // 5 · (10 · 3 · 2 + 1); 2 · 5, then · 100 on its way on, · 10 · 2 at the first weight; 2 · 61 at the last.
    expect(loss?.data[0]).toBe(305);
    expect(first?.data[0]).toBe(2 * 5 * 100 * 10 * 2);
    expect(last?.data[0]).toBe(2 * 61);
    expect([afterCompiling, traced]).toEqual([2, 2]);
    await engine.dispose();
  });
});
