export { backboneFacts, backboneFamilies, backboneNames, createBackbone } from './backbones/registry.js';
export type { BackboneFamily } from './backbones/family.js';
export { Backbone, type BackboneOptions } from './backbones/backbone.js';
export { factsOf, type BackboneFacts, type StageFacts } from './backbones/facts.js';
export { childrenOf, functionPart, moduleAt, stage, type Stage, type StagePart } from './backbones/stage.js';
export { toOnnx, type ToOnnxOptions } from './export/to-onnx.js';
export * as init from './init.js';
export { AdaptiveAvgPool1d } from './layers/adaptive-avg-pool1d.js';
export { AdaptiveAvgPool2d } from './layers/adaptive-avg-pool2d.js';
export { AdaptiveMaxPool1d } from './layers/adaptive-max-pool1d.js';
export { AdaptiveMaxPool2d } from './layers/adaptive-max-pool2d.js';
export type { AdaptiveSize } from './layers/adaptive-pool2d.js';
export { AvgPool1d, type AvgPool1dOptions } from './layers/avg-pool1d.js';
export { AvgPool2d, type AvgPool2dOptions } from './layers/avg-pool2d.js';
export type { BatchNormOptions } from './layers/batch-norm.js';
export { BatchNorm1d } from './layers/batch-norm1d.js';
export { BatchNorm2d } from './layers/batch-norm2d.js';
export { CELU } from './layers/celu.js';
export { Conv1d, type Conv1dOptions } from './layers/conv1d.js';
export { Conv2d, type Conv2dOptions } from './layers/conv2d.js';
export { ConvTranspose2d, type ConvTranspose2dOptions } from './layers/conv-transpose2d.js';
export type { PaddingMode } from './layers/convolution.js';
export { Dropout } from './layers/dropout.js';
export { Dropout2d } from './layers/dropout2d.js';
export { ELU } from './layers/elu.js';
export { Embedding } from './layers/embedding.js';
export { Flatten } from './layers/flatten.js';
export { GELU } from './layers/gelu.js';
export { GroupNorm, type GroupNormOptions } from './layers/group-norm.js';
export { Hardsigmoid } from './layers/hardsigmoid.js';
export { Hardswish } from './layers/hardswish.js';
export { Hardtanh } from './layers/hardtanh.js';
export { Identity } from './layers/identity.js';
export { LayerNorm, type LayerNormOptions } from './layers/layer-norm.js';
export { LeakyReLU } from './layers/leaky-relu.js';
export { Linear } from './layers/linear.js';
export { LogSigmoid } from './layers/log-sigmoid.js';
export { LogSoftmax } from './layers/log-softmax.js';
export { MaxPool1d, type MaxPool1dOptions } from './layers/max-pool1d.js';
export { MaxPool2d, type MaxPool2dOptions } from './layers/max-pool2d.js';
export { Mish } from './layers/mish.js';
export { ModuleDict } from './layers/module-dict.js';
export { ModuleList } from './layers/module-list.js';
export {
  MultiheadAttention,
  type AttentionOptions,
  type MultiheadAttentionOptions,
} from './layers/multihead-attention.js';
export type { NumberOrPair } from './layers/pair.js';
export { Permute } from './layers/permute.js';
export { PReLU } from './layers/prelu.js';
export { ReLU } from './layers/relu.js';
export { ReLU6 } from './layers/relu6.js';
export { SELU } from './layers/selu.js';
export { Sequential } from './layers/sequential.js';
export { Sigmoid } from './layers/sigmoid.js';
export { SiLU } from './layers/silu.js';
export { Softmax } from './layers/softmax.js';
export { Softplus } from './layers/softplus.js';
export { Softsign } from './layers/softsign.js';
export { StochasticDepth } from './layers/stochastic-depth.js';
export { Tanh } from './layers/tanh.js';
export { backward } from './module/backward.js';
export type { BackwardHook, BackwardPreHook } from './module/backward-hooks.js';
export type { Cost } from './module/cost.js';
export {
  functionalCall,
  type FunctionalCallOptions,
  type FunctionalCallResult,
} from './module/functional-call.js';
export { manualSeed } from './module/generator.js';
export { initialize } from './module/initialize.js';
export type { LoadResult } from './module/load-state-dict.js';
export { ModuleBuffer, type ModuleBufferOptions } from './module/module-buffer.js';
export { Module, type ForwardHook, type ForwardPreHook, type RemovableHandle } from './module/module.js';
export { Parameter, type Initializer } from './module/parameter.js';
export type { Shape } from './module/shape.js';
export { applyFreeze } from './freeze/apply-freeze.js';
export {
  describe,
  type DescribedPhase,
  type DescribedStage,
  type FreezeDescription,
} from './freeze/describe.js';
export { descriptionColumns, descriptionRows, phaseTitle } from './freeze/description-table.js';
export { freezeSchedule, strategyCatalog, type StrategyFacts } from './freeze/registry.js';
export type {
  FreezeFacts,
  FreezePhase,
  FreezeSchedule,
  FreezeSettings,
  FreezeState,
  FreezeStrategy,
  Penalty,
} from './freeze/strategy.js';
export { OnnxBackbone } from './onnx/onnx-backbone.js';
export { openOnnxFeatures, type FeatureForm, type OnnxFeatures } from './onnx/onnx-features.js';
export { findSidecar } from './onnx/find-sidecar.js';
export type { ElementTypeName } from './weights/element-types.js';
export type { Environment } from './weights/environment.js';
export { fetchWeights, type FetchWeightsOptions } from './weights/fetch-weights.js';
export {
  loadPretrained,
  loadWeights,
  type LoadPretrainedOptions,
  type LoadWeightsOptions,
  type Weights,
} from './weights/load-weights.js';
export type { LocatedWeights } from './weights/locate-weights.js';
export { cardMetadata, type Preprocessing, type WeightsCard } from './weights/preprocessing.js';
export {
  defaultWeights,
  findWeights,
  shippedWeights,
  weightsNames,
  type HubPlace,
  type WeightsEntry,
  type WeightsPlace,
} from './weights/registry.js';
export {
  encodeSafetensors,
  parseSafetensors,
  type EncodeOptions,
  type Safetensors,
} from './weights/safetensors.js';
