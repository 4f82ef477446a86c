import protobuf from 'protobufjs';
import {
  onnxTypes,
  type OnnxAttribute,
  type OnnxInitializer,
  type OnnxModel,
  type OnnxPort,
} from './model.js';
import { onnxSchema } from './schema.js';

/** Which operators' definitions a model means, and the version of its file format. */
export interface OnnxVersions {
  readonly opset: number;
  readonly ir: number;
}

/** Newest operator set that onnxruntime-node 1.30 calls stable, and the file format version that goes with it. */
const newest: OnnxVersions = { opset: 25, ir: 12 };
/** `AttributeProto.AttributeType`. */
const attributeTypes = { float: 1, int: 2, string: 3, ints: 7 } as const;
/** `TensorProto.DataLocation.EXTERNAL`. */
const EXTERNAL = 1;

const modelType = protobuf.Root.fromJSON(onnxSchema).lookupType('ModelProto');

/** A model in ONNX's file format, and the large constants that it refers to by `path`. */
export interface EncodedModel {
  readonly bytes: Uint8Array;
  readonly externalData: readonly { readonly path: string; readonly data: Uint8Array }[];
}

/**
 * Encodes a model as protobuf.
 *
 * @param options `externalBytes`: constants from this size on travel beside the model, and the runtime reads them without a
 * second copy; 4096 unless told
 */
export function encodeModel(
  model: OnnxModel,
  { versions = newest, externalBytes = 4096 }: { versions?: OnnxVersions; externalBytes?: number } = {},
): EncodedModel {
  const large = model.initializers.filter(({ bytes }) => bytes.byteLength >= externalBytes);
  const external = new Set(large);
  const bytes = modelType
    .encode({
      irVersion: versions.ir,
      producerName: 'frostline',
      opsetImport: [
        { domain: '', version: versions.opset },
        // The runtime's own operators have one version.
        ...[...new Set(model.nodes.flatMap(({ domain }) => domain ?? []))].map((domain) => ({
          domain,
          version: 1,
        })),
      ],
      graph: {
        name: model.name,
        node: model.nodes.map(({ opType, inputs, outputs, attributes, domain }) => ({
          opType,
          // Named after its first output, so that the runtime's errors and profiles tell which node they mean.
          name: outputs[0] ?? '',
          input: inputs,
          output: outputs,
          domain: domain ?? '',
          attribute: Object.entries(attributes).map(([name, value]) => ({ name, ...attribute(value) })),
        })),
        initializer: model.initializers.map((tensor) => initializer(tensor, external.has(tensor))),
        input: model.inputs.map(valueInfo),
        output: model.outputs.map(valueInfo),
      },
    })
    .finish();
  return { bytes, externalData: large.map(({ name, bytes: data }) => ({ path: name, data })) };
}

function attribute(value: OnnxAttribute): Record<string, unknown> {
  if (typeof value === 'number') return { type: attributeTypes.int, i: value };
  if (typeof value === 'string') return { type: attributeTypes.string, s: Buffer.from(value) };
  if ('float' in value) return { type: attributeTypes.float, f: value.float };
  return { type: attributeTypes.ints, ints: value };
}

function initializer(
  { name, type, shape, bytes }: OnnxInitializer,
  external: boolean,
): Record<string, unknown> {
  const header = { name, dataType: onnxTypes[type], dims: shape };
  if (!external) return { ...header, rawData: bytes };
  const place = { location: name, offset: '0', length: String(bytes.byteLength) };
  return {
    ...header,
    dataLocation: EXTERNAL,
    externalData: Object.entries(place).map(([key, value]) => ({ key, value })),
  };
}

function valueInfo({ name, type, shape }: OnnxPort): Record<string, unknown> {
  return {
    name,
    type: {
      tensorType: { elemType: onnxTypes[type], shape: { dim: shape.map(dimension) } },
    },
  };
}

function dimension(length: number | string): Record<string, unknown> {
  return typeof length === 'string' ? { dimParam: length } : { dimValue: length };
}
