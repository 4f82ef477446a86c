// First, because it registers the kernels and gradients that the ops run.
export { useBackend } from './backend.js';
export * as ops from './ops/index.js';
export { constant } from './ops/constant.js';
export { dispose, keep, memory, tidy } from './ops/memory.js';
export { valueAndGradients, type Differentiable, type ValueAndGradients } from './gradients.js';
export { fromHost, toHost, toHostSync } from './host.js';
export { exportOnnx, type ExportedFunction } from './export/export-onnx.js';
export { hashOnnxFile } from './onnx/hash-onnx-file.js';
export { openEngine } from './open-engine.js';
export { inferShapes, type InferredShapes } from './trace/infer-shapes.js';
export { openOnnxFile } from './open-onnx-file.js';
export type { OnnxFile, OpenOnnxOptions } from './onnxruntime/onnx-file.js';
export { eagerNoise } from './noise.js';
export { isOutOfMemory } from './out-of-memory.js';
export type {
  DataType,
  HostRecord,
  HostTensor,
  SpecRecord,
  Tensor,
  TensorRecord,
  TensorSpec,
} from './tensor.js';
export type { Pair } from './kernels/attributes.js';
export type {
  CompiledStep,
  Engine,
  EngineOptions,
  EngineState,
  NoiseKey,
  NoiseSource,
  StepCall,
  StepFunction,
  StepInputs,
  StepProgram,
  StepResult,
} from './engine.js';
