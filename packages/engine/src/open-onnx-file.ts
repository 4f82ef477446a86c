import type { OnnxFile, OpenOnnxOptions } from './onnxruntime/onnx-file.js';

/**
 * Opens any ONNX model that takes one float32 input, with the runtime, which is loaded only then. Large constants in files
 * beside it are read from its folder.
 *
 * @throws InputError `file-missing`, `path-outside`, `onnx-file` for a file that is no model or that the runtime refuses,
 * `onnx-output` for a name that the model does not compute, `onnx-input` when it takes something else than one float32 tensor
 */
export async function openOnnxFile(file: string, options: OpenOnnxOptions = {}): Promise<OnnxFile> {
  return (await import('./onnxruntime/onnx-file.js')).openOnnxFile(file, options);
}
