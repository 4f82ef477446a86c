import { exportOnnx } from '@frostline/engine';
import { functionalCall } from '../module/functional-call.js';
import type { Module } from '../module/module.js';
import type { Shape } from '../module/shape.js';

export interface ToOnnxOptions {
  /** Shape of one example, without the batch: [3, 224, 224]. */
  readonly input: Shape;
  /** What the output is called; `logits` unless told. */
  readonly output?: string;
}

/**
 * Writes a module in evaluation mode as an ONNX model (opset 18): input `input` float32 [batch, …], any batch; weights under
 * their state-dict keys. Pixels go in normalised, as in training.
 *
 * @throws InputError `export-size` from 2 GiB on, `export-batch` when the module does not treat examples alike
 * @example
 * writeFileSync('net.onnx', toOnnx(net, { input: [3, 224, 224] }));
 */
export function toOnnx(module: Module, { input, output = 'logits' }: ToOnnxOptions): Uint8Array {
  return exportOnnx({
    name: module.constructor.name,
    input,
    outputName: output,
    weights: module.stateDict(),
    forward: (x, state) => functionalCall(module, state, x, { train: false }).output,
  });
}
