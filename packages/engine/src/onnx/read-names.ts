import { InputError } from '@frostline/base';
import protobuf from 'protobufjs';
import { onnxSchema } from './schema.js';

const modelType = protobuf.Root.fromJSON(onnxSchema).lookupType('ModelProto');

/** What a model file calls things, as far as they are needed to choose an output. */
export interface OnnxNames {
  /** Declared outputs, in order. */
  readonly outputs: readonly string[];
  /** Everything that some node computes, in the file's order. */
  readonly computed: readonly string[];
  /** Files beside the model that hold its large constants. */
  readonly externalFiles: readonly string[];
}

interface Decoded {
  readonly graph?: {
    readonly node?: readonly { readonly output?: readonly string[] }[];
    readonly output?: readonly { readonly name?: string }[];
    readonly initializer?: readonly {
      readonly externalData?: readonly { readonly key?: string; readonly value?: string }[];
    }[];
  };
}

/** Reads the names in an ONNX model. @throws InputError `onnx-file` for bytes that are none */
export function readOnnxNames(bytes: Uint8Array, place: string): OnnxNames {
  const { graph } = decode(bytes, place);
  if (graph?.node === undefined || graph.node.length === 0)
    throw new InputError('onnx-file', 'this is not an ONNX model, or an empty one', { place });
  const places = (graph.initializer ?? []).flatMap(({ externalData = [] }) => externalData);
  const files = places.filter(({ key }) => key === 'location').map(({ value }) => value ?? '');
  return {
    outputs: (graph.output ?? []).map(({ name }) => name ?? ''),
    computed: graph.node.flatMap(({ output = [] }) => output).filter((name) => name !== ''),
    externalFiles: [...new Set(files)],
  };
}

function decode(bytes: Uint8Array, place: string): Decoded {
  try {
    return modelType.decode(bytes) as unknown as Decoded;
  } catch (cause) {
    throw new InputError('onnx-file', 'this is not an ONNX model', { place, cause });
  }
}

/**
 * The model with one more output, which need not be declared: messages of one field that follow one another in a file are
 * merged, so that nothing of the rest is rewritten.
 */
export function withOutput(bytes: Uint8Array, name: string): Uint8Array {
  const more = modelType.encode({ graph: { output: [{ name }] } }).finish();
  return Buffer.concat([bytes, more]);
}
