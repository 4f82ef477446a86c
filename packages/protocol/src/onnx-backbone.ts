/** A backbone that is a model in an ONNX file, as it is named: `onnx:path/model.onnx` or `onnx:path/model.onnx#output`. */
export interface OnnxName {
  /** As written; relative to the sweep file there. */
  readonly file: string;
  /** Which of the values that the model computes; undefined for its first output. */
  readonly output: string | undefined;
}

/** Name of the only stage of such a backbone, before the head. */
export const onnxStage = 'onnx';

/** What such a backbone is, beside its weights: where the file lies, and how it is called, is no part of it. */
export const onnxIdentity = (output: string): string => `onnx#${output}`;

/** The form of such a name, for schemas. */
export const onnxNamePattern = '^onnx:.+\\.onnx(#.+)?$';

const form = /^onnx:(.+?\.onnx)(?:#(.+))?$/;

/** The parts of such a name; undefined for any other backbone. */
export function parseOnnxName(backbone: string): OnnxName | undefined {
  const [, file, output] = form.exec(backbone) ?? [];
  return file === undefined ? undefined : { file, output };
}

/** The name of a model's file and output. */
export const onnxName = ({ file, output }: OnnxName): string =>
  output === undefined ? `onnx:${file}` : `onnx:${file}#${output}`;

/**
 * How a model is called where there is little room: without its folders, unless its own name says nothing, as
 * `dinov2/onnx/model.onnx`.
 */
export function shortOnnxName({ file, output }: OnnxName): string {
  const [last = file] = file.split(/[/\\]/).slice(-1);
  return onnxName({ file: last === 'model.onnx' ? file : last, output });
}
