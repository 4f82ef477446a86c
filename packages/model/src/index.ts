export { createBackbone, backboneFacts, backboneNames } from './backbones/registry.js';
export { Backbone, type BackboneOptions } from './backbones/backbone.js';
export type { BackboneFacts, StageFacts } from './backbones/facts.js';
export { childrenOf, functionPart, moduleAt, stage, type Stage, type StagePart } from './backbones/stage.js';
export * as init from './init.js';
export { AdaptiveAvgPool2d } from './layers/adaptive-avg-pool2d.js';
export { BatchNorm2d, type BatchNormOptions } from './layers/batch-norm2d.js';
export { Conv2d, type Conv2dOptions } from './layers/conv2d.js';
export { Dropout } from './layers/dropout.js';
export { Flatten } from './layers/flatten.js';
export { Hardsigmoid } from './layers/hardsigmoid.js';
export { Hardswish } from './layers/hardswish.js';
export { Identity } from './layers/identity.js';
export { Linear } from './layers/linear.js';
export { MaxPool2d, type MaxPool2dOptions } from './layers/max-pool2d.js';
export { ModuleList } from './layers/module-list.js';
export { ReLU } from './layers/relu.js';
export { Sequential } from './layers/sequential.js';
export { backward } from './module/backward.js';
export type { Cost } from './module/cost.js';
export {
  functionalCall,
  type FunctionalCallOptions,
  type FunctionalCallResult,
} from './module/functional-call.js';
export { manualSeed } from './module/generator.js';
export { initialize } from './module/initialize.js';
export type { LoadResult } from './module/load-state-dict.js';
export { ModuleBuffer } from './module/module-buffer.js';
export { Module, type ForwardHook, type ForwardPreHook, type RemovableHandle } from './module/module.js';
export { Parameter, type Initializer } from './module/parameter.js';
export type { Shape } from './module/shape.js';
export { applyFreeze } from './freeze/apply-freeze.js';
export { freezeSchedule, strategyCatalog, type StrategyFacts } from './freeze/registry.js';
export type {
  FreezeFacts,
  FreezePhase,
  FreezeSchedule,
  FreezeSettings,
  FreezeState,
  FreezeStrategy,
} from './freeze/strategy.js';
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
