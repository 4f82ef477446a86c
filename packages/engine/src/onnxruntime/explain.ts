import type { OnnxModel, OnnxPort } from '../onnx/model.js';

/** What a compiled step consists of. */
export interface Explanation {
  /** Nodes by operator, before the runtime fuses some. */
  readonly operators: Readonly<Record<string, number>>;
  /** Bytes of all constants. */
  readonly constantBytes: number;
  /** What crosses the bus in each step when a card runs it: state, batch, scalars and noise. */
  readonly bytesIn: number;
  /** And back: new state and outputs. */
  readonly bytesOut: number;
}

/** Counts a model's nodes and the bytes of its constants. */
export function explainModel({ nodes, initializers, inputs, outputs }: OnnxModel): Explanation {
  const operators: Record<string, number> = {};
  for (const { opType } of nodes) operators[opType] = (operators[opType] ?? 0) + 1;
  const constantBytes = initializers.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  return { operators, constantBytes, bytesIn: bytesOf(inputs), bytesOut: bytesOf(outputs) };
}

function bytesOf(ports: readonly OnnxPort[]): number {
  const sizes = { uint8: 1, bool: 1, float16: 2, int32: 4, float32: 4, int64: 8 };
  const elements = ({ shape }: OnnxPort): number =>
    shape.reduce<number>((product, length) => product * Number(length), 1);
  return ports.reduce((sum, port) => sum + elements(port) * sizes[port.type], 0);
}
