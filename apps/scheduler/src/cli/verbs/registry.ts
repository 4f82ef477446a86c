import type { Verb } from '../verb.js';
import { doctor } from './doctor.js';

/** Every verb in the order of `--help`. Add one: a file beside this, a line here, a test. */
export const verbs: readonly Verb[] = [doctor];
