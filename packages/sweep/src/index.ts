export { dryRun, type DryRun, type DryRunCell } from './dry-run.js';
export type { ImageCounts } from './image-counts.js';
export {
  settingImportance,
  type ScoredTrial,
  type SettingImportance,
} from './importance/setting-importance.js';
export { loadSweep, placeInSweep } from './load-sweep.js';
export type { ParameterSpec, PerSpec, Scalar, ValueSpec } from './parameter-spec.js';
export {
  planSweep,
  type DuplicateCell,
  type InvalidCell,
  type Plan,
  type PlanIdentity,
  type PlannedRun,
  type PlannedTrial,
} from './plan.js';
export type { SweepFile, SweepMetric } from './sweep-file.js';
export { wrongGoal } from './sweep-checks.js';
export { sweepJsonSchema, sweepSchema } from './sweep-schema.js';
export type { ReplacedHead } from './heads.js';
export type { Warning } from './warnings.js';
export { namesOf, placeOfChoice } from './choices.js';
export { imageSizesOf, modelsOf, onnxEntry, type OnnxModelFacts } from './onnx-backbones.js';
export { placeOfWeights, weightsFilesOf, type WeightsFile, type WeightsFiles } from './weights.js';
export { advance, type Advance } from './core/advance.js';
export type { CoreCommand } from './core/commands.js';
export type { CoreEvent, KnownRun } from './core/events.js';
export { isSelected, type Selection } from './core/selection.js';
export { initialState, type CoreRun, type CoreState, type CoreWorker, type Limits } from './core/state.js';
