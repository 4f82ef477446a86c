import { annotate } from './annotate.js';
import { compare } from './compare.js';
import { curves } from './curves.js';
import { events } from './events.js';
import { extend } from './extend.js';
import { image } from './image.js';
import { importance } from './importance.js';
import { leaderboardCsv } from './leaderboard-csv.js';
import { leaderboard } from './leaderboard.js';
import { log } from './log.js';
import { mistakes } from './mistakes.js';
import { prioritize } from './prioritize.js';
import { resume } from './resume.js';
import { retry } from './retry.js';
import type { Route } from './route.js';
import { status } from './status.js';
import { stop } from './stop.js';
import { sweepFile } from './sweep-file.js';
import { sweepStatus } from './sweep-status.js';
import { sweeps } from './sweeps.js';
import { trial } from './trial.js';

/** Every route of the API. Add one: a file beside this, a line here, a test. */
export const routes: readonly Route[] = [
  sweeps,
  leaderboard,
  leaderboardCsv,
  sweepStatus,
  events,
  curves,
  compare,
  importance,
  image,
  trial,
  mistakes,
  log,
  sweepFile,
  status,
  stop,
  resume,
  retry,
  prioritize,
  annotate,
  extend,
];
