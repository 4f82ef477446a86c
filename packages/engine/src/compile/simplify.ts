import { numbersOf } from './attributes.js';
import { sameShape } from '../check-call.js';
import type { Node, Value } from './graph.js';
import type { Rewriter, Rule } from './rewrite.js';

/** Kernels that broadcast their inputs. */
const broadcasting = new Set([
  'Add',
  'Equal',
  'Greater',
  'GreaterEqual',
  'Less',
  'LessEqual',
  'LogicalAnd',
  'LogicalOr',
  'Maximum',
  'Minimum',
  'Multiply',
  'NotEqual',
  'Pow',
  'RealDiv',
  'SquaredDifference',
  'Sub',
]);
/** For each kernel, the input that changes nothing, and whether it may stand on the left. */
const neutral: Readonly<Record<string, { value: number; commutes: boolean }>> = {
  Add: { value: 0, commutes: true },
  Sub: { value: 0, commutes: false },
  Multiply: { value: 1, commutes: true },
  RealDiv: { value: 1, commutes: false },
};
/** Casts that lose nothing, so that a second cast may start from the first one's input. */
const widening = new Set(['uint8 int32', 'uint8 float32', 'bool int32', 'bool float32']);

/** x·1, x+0, x−0, x/1 are x, broadcast where the other input was larger. */
export const dropNeutral: Rule = (node, rewriter) => {
  const rule = neutral[node.kernel];
  const [a, b] = node.inputs;
  if (rule === undefined || a === undefined || b === undefined) return undefined;
  if (rewriter.uniform(b) === rule.value) return spread(a, node, rewriter);
  if (rule.commutes && rewriter.uniform(a) === rule.value) return spread(b, node, rewriter);
  return undefined;
};

/** Two transposes are one; one that changes nothing is none. */
export const mergeTransposes: Rule = (node, rewriter) => {
  const inner = chained(node, 'Transpose', rewriter);
  const [source] = inner?.inputs ?? [];
  if (inner === undefined || source === undefined) return undefined;
  const first = numbersOf(inner, 'perm');
  const perm = numbersOf(node, 'perm').map((axis) => first[axis] ?? axis);
  if (perm.every((axis, index) => axis === index)) return source;
  return rewriter.emit('Transpose', [source], { perm }, only(node));
};

/** A reshape of a reshape starts from the first one's input. */
export const mergeReshapes: Rule = (node, rewriter) => {
  if (!isReshape(node)) return undefined;
  const [x] = node.inputs;
  const output = only(node);
  if (x === undefined) return undefined;
  if (sameShape(x.shape, output.shape)) return x;
  const inner = rewriter.producer(x);
  const [source] = inner !== undefined && isReshape(inner) ? inner.inputs : [];
  if (source === undefined) return undefined;
  if (sameShape(source.shape, output.shape)) return source;
  return rewriter.emit('Reshape', [source], { shape: output.shape }, output);
};

/** A cast after a widening cast starts from the first one's input. */
export const mergeCasts: Rule = (node, rewriter) => {
  const inner = chained(node, 'Cast', rewriter);
  const [source] = inner?.inputs ?? [];
  const [middle] = inner?.outputs ?? [];
  if (source === undefined || middle === undefined) return undefined;
  if (!widening.has(`${source.dtype} ${middle.dtype}`)) return undefined;
  const output = only(node);
  if (source.dtype === output.dtype) return source;
  return rewriter.emit('Cast', [source], { dtype: output.dtype }, output);
};

/** Repeating axes of length 1 is broadcasting. */
export const tileToBroadcast: Rule = (node, rewriter) => {
  const [x] = node.inputs;
  if (node.kernel !== 'Tile' || x === undefined) return undefined;
  const reps = numbersOf(node, 'reps');
  if (!x.shape.every((length, axis) => length === 1 || reps[axis] === 1)) return undefined;
  return spread(x, node, rewriter);
};

/** A kernel that broadcasts by itself takes the small tensor. */
export const skipBroadcasts: Rule = (node, rewriter) => {
  if (!broadcasting.has(node.kernel)) return undefined;
  const output = only(node);
  const small = node.inputs.map((value) => broadcastSource(value, rewriter) ?? value);
  if (small.every((value, index) => value === node.inputs[index])) return undefined;
  if (small.some((value, index) => value === node.inputs[index] && spans(value, output, rewriter)))
    return rewriter.emit(node.kernel, small, node.attributes, output);
  // Only constants beside it: compute on the small tensor and broadcast the result.
  const [source] = small.filter((value) => rewriter.uniform(value) === undefined);
  if (source === undefined || small.filter((value) => rewriter.uniform(value) === undefined).length !== 1)
    return undefined;
  const spec = { shape: source.shape, dtype: output.dtype };
  const inputs = small.map((value) => {
    const uniform = rewriter.uniform(value);
    return uniform === undefined ? value : rewriter.constant({ shape: [], dtype: value.dtype }, uniform);
  });
  return spread(rewriter.emit(node.kernel, inputs, node.attributes, spec), node, rewriter);
};

/** min(max(x + 3, 0), 6) / 6 is one pass instead of three, and one that the runtime fuses with what stands before. */
const hardSigmoid: Rule = (node, rewriter) => {
  const [clipped, six] = node.inputs;
  if (node.kernel !== 'RealDiv' || clipped === undefined || six === undefined) return undefined;
  const clip = rewriter.producer(clipped);
  const shifted = clip?.kernel === 'Relu6' ? clip.inputs[0] : undefined;
  const shift = shifted === undefined ? undefined : rewriter.producer(shifted);
  const [x, three] = shift?.kernel === 'Add' ? shift.inputs : [];
  if (x === undefined || three === undefined || !sameShape(x.shape, only(node).shape)) return undefined;
  if (rewriter.uniform(six) !== 6 || rewriter.uniform(three) !== 3) return undefined;
  return rewriter.emit('HardSigmoid', [x], {}, only(node));
};

/** Every rule of this file. */
export const simplifications: readonly Rule[] = [
  dropNeutral,
  mergeTransposes,
  mergeReshapes,
  mergeCasts,
  tileToBroadcast,
  skipBroadcasts,
  hardSigmoid,
];

function spans(value: Value, output: Value, rewriter: Rewriter): boolean {
  return rewriter.uniform(value) === undefined && sameShape(value.shape, output.shape);
}

function broadcastSource(value: Value, rewriter: Rewriter): Value | undefined {
  const producer = rewriter.producer(value);
  return producer?.kernel === 'BroadcastTo' ? producer.inputs[0] : undefined;
}

/** `value` in the shape of the node's output. */
function spread(value: Value, node: Node, rewriter: Rewriter): Value {
  const { shape } = only(node);
  if (sameShape(value.shape, shape)) return value;
  return rewriter.emit('BroadcastTo', [value], { shape }, { shape, dtype: value.dtype });
}

/** The producer of a node's input, when both are `kernel`. */
function chained(node: Node, kernel: string, rewriter: Rewriter): Node | undefined {
  const [x] = node.inputs;
  if (node.kernel !== kernel || x === undefined) return undefined;
  const producer = rewriter.producer(x);
  return producer?.kernel === kernel ? producer : undefined;
}

function isReshape({ kernel }: Node): boolean {
  return kernel === 'Reshape' || kernel === 'ExpandDims';
}

function only(node: Node): Value {
  return node.outputs[0] as Value;
}
