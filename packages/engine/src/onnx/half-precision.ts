import { floatToHalf } from '@frostline/base';
import { onnxTypes, type OnnxInitializer, type OnnxModel, type OnnxNode } from './model.js';

/**
 * The same model computed in half precision: float32 constants become float16, and so does every value between the
 * inputs and the outputs, which keep their type. Magnitudes beyond 65504 become infinite.
 */
export function inHalfPrecision(model: OnnxModel): OnnxModel {
  const floatInputs = model.inputs.filter(({ type }) => type === 'float32').map(({ name }) => name);
  const floatOutputs = model.outputs.filter(({ type }) => type === 'float32').map(({ name }) => name);
  const renamed = new Map([...floatInputs, ...floatOutputs].map((name) => [name, `${name}/half`]));
  const inside = (name: string): string => renamed.get(name) ?? name;
  return {
    ...model,
    initializers: model.initializers.map(halved),
    nodes: [
      ...floatInputs.map((name) => cast(name, inside(name), 'float16')),
      ...model.nodes.map((node) => ({
        ...castsHalved(node),
        inputs: node.inputs.map(inside),
        outputs: node.outputs.map(inside),
      })),
      ...floatOutputs.map((name) => cast(inside(name), name, 'float32')),
    ],
  };
}

function cast(from: string, to: string, type: 'float16' | 'float32'): OnnxNode {
  return { opType: 'Cast', inputs: [from], outputs: [to], attributes: { to: onnxTypes[type] } };
}

function castsHalved(node: OnnxNode): OnnxNode {
  const turns = node.opType === 'Cast' && node.attributes['to'] === onnxTypes.float32;
  return turns ? { ...node, attributes: { to: onnxTypes.float16 } } : node;
}

function halved(initializer: OnnxInitializer): OnnxInitializer {
  if (initializer.type !== 'float32') return initializer;
  const { buffer, byteOffset, byteLength } = initializer.bytes;
  const values = new Float32Array(buffer, byteOffset, byteLength / 4);
  return {
    ...initializer,
    type: 'float16',
    bytes: new Uint8Array(Uint16Array.from(values, floatToHalf).buffer),
  };
}
