import type { Verb } from '../verb.js';
import { compare } from './compare.js';
import { doctor } from './doctor.js';
import { init } from './init.js';
import { launch } from './launch.js';
import { leaderboard } from './leaderboard.js';
import { prioritize } from './prioritize.js';
import { resume } from './resume.js';
import { retry } from './retry.js';
import { schema } from './schema.js';
import { serve } from './serve.js';
import { show } from './show.js';
import { stop } from './stop.js';
import { submit } from './submit.js';

/** Every verb in the order of `--help`. Add one: a file beside this, a line here, a test. */
export const verbs: readonly Verb[] = [
  init,
  launch,
  resume,
  retry,
  stop,
  prioritize,
  leaderboard,
  compare,
  show,
  submit,
  serve,
  doctor,
  schema,
];
