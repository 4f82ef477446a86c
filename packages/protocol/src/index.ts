export { annotation, type Annotation } from './api/annotation.js';
export {
  annotateRequest,
  changeReply,
  extendReply,
  extendRequest,
  ownerAddress,
  prioritizeRequest,
  resumeRequest,
  retryRequest,
  runState,
  stopRequest,
  type AnnotateRequest,
  type ChangeReply,
  type OwnerAddress,
  type RunState,
} from './api/changes.js';
export { compareReply, type CompareReply } from './api/compare.js';
export { curvesReply, type ApiCurve, type CurvesReply } from './api/curves.js';
export { errorReply, type ErrorReply } from './api/errors.js';
export { importanceReply, type ImportanceReply } from './api/importance.js';
export {
  leaderboardReply,
  type LeaderboardReply,
  type LeaderboardTrial,
  type SomeSettings,
} from './api/leaderboard.js';
export { MOST_COMPARED, MOST_CURVES, MOST_MISTAKES } from './api/limits.js';
export { toApiNumber, type ApiNumber } from './api/numbers.js';
export {
  liveEvent,
  statusReply,
  type LiveEvent,
  type RecentFailure,
  type RunningRun,
  type StatusReply,
} from './api/status.js';
export { sweepsReply, type ApiSweep, type SweepsReply } from './api/sweeps.js';
export {
  logReply,
  mistakesReply,
  sweepFileReply,
  trialReply,
  type ApiAttempt,
  type ApiRun,
  type ClassReport,
  type LogReply,
  type Mistake,
  type MistakesReply,
  type SweepFileReply,
  type TrialReply,
} from './api/trial.js';
export type { BackboneEntry, Catalog, OnnxFacts, StageOutput } from './catalog.js';
export {
  failureClass,
  quarantinedImage,
  trialEvent,
  type FailureClass,
  type FailureCounts,
  type QuarantinedImage,
  type TrialEvent,
} from './events.js';
export { equalParts } from './equal-parts.js';
export {
  foldKindNames,
  foldPlan,
  partialFoldPlan,
  type FoldKindName,
  type FoldPlan,
  type PartialFoldPlan,
} from './fold-plan.js';
export { formatYaml } from './format-yaml.js';
export { KEPT_CHECKPOINTS } from './checkpoints.js';
export { lossNames, usedByLoss, type LossName, type LossSetting } from './losses.js';
export { goals, metricGoals, metricName, metricNames, type Goal, type MetricName } from './metrics.js';
export {
  imagenetNormalization,
  normalizationNames,
  normalizationText,
  parseNormalization,
  type Normalization,
} from './normalization.js';
export {
  digestOfMetric,
  metricReference,
  ownModule,
  ownModuleText,
  parseOwnModule,
  type OwnModule,
} from './own-module.js';
export {
  onnxIdentity,
  onnxName,
  onnxNamePattern,
  onnxStage,
  parseOnnxName,
  shortOnnxName,
  type OnnxName,
} from './onnx-backbone.js';
export {
  engineName,
  precisionName,
  isWeightsKeyword,
  trialSettings,
  type SettingName,
  type TrialSettings,
} from './settings.js';
export {
  runAssignment,
  workerCommand,
  workerMessage,
  type RunAssignment,
  type WorkerCommand,
  type WorkerMessage,
} from './worker-messages.js';
export { readYaml, type YamlOptions, type YamlValue } from './yaml-file.js';
export { explainIssues, type IssueSource } from './explain-issues.js';
