export {
  changeReply,
  ownerAddress,
  retryRequest,
  runState,
  stopRequest,
  type ChangeReply,
  type OwnerAddress,
  type RunState,
} from './api.js';
export type { BackboneEntry, Catalog, StrategyEntry } from './catalog.js';
export {
  failureClass,
  quarantinedImage,
  trialEvent,
  type FailureClass,
  type QuarantinedImage,
  type TrialEvent,
} from './events.js';
export {
  engineName,
  engineNames,
  foldPlan,
  metricName,
  metricNames,
  trialSettings,
  type EngineName,
  type FoldPlan,
  type MetricName,
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
export { parseYaml, readYaml, type YamlOptions, type YamlValue } from './yaml-file.js';
