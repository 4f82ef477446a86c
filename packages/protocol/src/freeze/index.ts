/** Freeze strategies, behind a door of their own that loads no schema: a printed leaderboard needs no more. */
export {
  freezePhases,
  type PlannedPhase,
  type StageParameters,
  type StageTraining,
} from './freeze-phases.js';
export { checkHeadOnly } from './head-only.js';
export { freezeText, parseFreeze, parseStrategy, stagesAllowed, type Freeze } from './parse-freeze.js';
export { freezeStrategies, type StrategyEntry } from './strategies.js';
