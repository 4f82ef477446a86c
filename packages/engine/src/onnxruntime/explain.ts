import type { OnnxModel } from '../onnx/model.js';

/** What a compiled step consists of. */
export interface Explanation {
  /** Nodes by operator, before the runtime fuses some. */
  readonly operators: Readonly<Record<string, number>>;
  /** Bytes of all constants. */
  readonly constantBytes: number;
}

/** Counts a model's nodes and the bytes of its constants. */
export function explainModel({ nodes, initializers }: OnnxModel): Explanation {
  const operators: Record<string, number> = {};
  for (const { opType } of nodes) operators[opType] = (operators[opType] ?? 0) + 1;
  const constantBytes = initializers.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  return { operators, constantBytes };
}
