export { metrics, scoreAll } from './metrics/index.js';
export { argmaxRows, type Metric, type ScoredPredictions } from './metrics/metric.js';
export {
  meanPredictions,
  poolPredictions,
  readPredictions,
  writePredictions,
  type Predictions,
} from './predictions.js';
