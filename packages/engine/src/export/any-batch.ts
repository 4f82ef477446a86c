import { InputError } from '@frostline/base';
import type { OnnxInitializer, OnnxModel, OnnxNode, OnnxPort } from '../onnx/model.js';

/** A model as it came out for one batch size. */
export interface ForBatch {
  readonly batch: number;
  readonly model: OnnxModel;
}

/** The name of the length that may be any, and of the tensor that holds it. */
const BATCH = 'batch';
const BATCH_TENSOR = '/batch';

/**
 * One model for every batch size from the same net written down for two: they differ in shapes only, each of whose lengths
 * is fixed or a multiple of the batch. Such shapes are computed from the input's when the model runs.
 *
 * @throws InputError `export-batch` when they differ in anything else
 */
export function forAnyBatch(one: ForBatch, other: ForBatch): OnnxModel {
  const { model } = one;
  checkSameNodes(model, other.model);
  const [input] = model.inputs;
  const shapes: OnnxNode[] = [];
  const added: OnnxInitializer[] = [];
  const fixed: OnnxInitializer[] = [];
  for (const [index, literal] of model.initializers.entries()) {
    const counterpart = other.model.initializers[index];
    if (counterpart?.name !== literal.name || counterpart.shape.join() !== literal.shape.join())
      throw differs(model.name, `the constant ${literal.name}`);
    if (Buffer.compare(literal.bytes, counterpart.bytes) === 0) {
      fixed.push(literal);
      continue;
    }
    if (literal.type !== 'int64') throw differs(model.name, `the constant ${literal.name}`);
    const lengths = numbersIn(literal);
    const factors = numbersIn(counterpart).map((length, position) =>
      factorOf(lengths[position] ?? 0, length, one.batch, other.batch),
    );
    if (factors.some((factor) => !Number.isInteger(factor))) throw differs(model.name, 'a shape');
    const names = { factors: `${literal.name}.factors`, rest: `${literal.name}.rest` };
    added.push(int64s(names.factors, factors));
    added.push(
      int64s(
        names.rest,
        lengths.map((length, position) => (factors[position] === 0 ? length : 0)),
      ),
    );
    const scaled = `${literal.name}.scaled`;
    shapes.push(operation('Mul', [BATCH_TENSOR, names.factors], scaled));
    shapes.push(operation('Add', [scaled, names.rest], literal.name));
  }
  const batch: OnnxNode = {
    opType: 'Shape',
    inputs: [input?.name ?? ''],
    outputs: [BATCH_TENSOR],
    attributes: { start: 0, end: 1 },
  };
  const ports = (mine: readonly OnnxPort[], theirs: readonly OnnxPort[]): OnnxPort[] =>
    mine.map((port, index) => ({
      ...port,
      shape: port.shape.map((length, axis) => (length === theirs[index]?.shape[axis] ? length : BATCH)),
    }));
  const outputs = ports(model.outputs, other.model.outputs);
  if (outputs.some(({ shape }) => shape[0] !== BATCH)) throw differs(model.name, 'its output');
  return {
    ...model,
    inputs: ports(model.inputs, other.model.inputs),
    outputs,
    initializers: [...fixed, ...added],
    nodes: shapes.length === 0 ? model.nodes : [batch, ...shapes, ...model.nodes],
  };
}

/** How many times the batch a length is; 0 where it does not depend on it; a fraction where it is no multiple. */
function factorOf(length: number, otherLength: number, batch: number, otherBatch: number): number {
  if (length === otherLength) return 0;
  const factor = length / batch;
  return factor === otherLength / otherBatch ? factor : NaN;
}

function checkSameNodes(one: OnnxModel, other: OnnxModel): void {
  const describe = ({ opType, inputs, outputs, attributes }: OnnxNode): string =>
    JSON.stringify([opType, inputs, outputs, attributes]);
  for (let index = 0; index < Math.max(one.nodes.length, other.nodes.length); index++) {
    const [mine, theirs] = [one.nodes[index], other.nodes[index]];
    if (mine === undefined || theirs === undefined || describe(mine) !== describe(theirs))
      throw differs(one.name, mine?.opType ?? theirs?.opType ?? 'a node');
  }
}

function differs(place: string, found: string): InputError {
  return new InputError('export-batch', 'the net computes otherwise for another batch size', {
    place,
    found,
    allowed: 'shapes of which each length is fixed or a multiple of the batch',
    fix: 'write it so that it treats every image alike',
  });
}

const operation = (opType: string, inputs: readonly string[], output: string): OnnxNode => ({
  opType,
  inputs,
  outputs: [output],
  attributes: {},
});

function numbersIn({ bytes }: OnnxInitializer): number[] {
  const { buffer, byteOffset, byteLength } = Uint8Array.from(bytes);
  return Array.from(new BigInt64Array(buffer, byteOffset, byteLength / 8), Number);
}

function int64s(name: string, values: readonly number[]): OnnxInitializer {
  const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return { name, type: 'int64', shape: [values.length], bytes };
}
