import { plural } from '@frostline/base';
import { reopenVerb } from '../reopen-verb.js';

/** `frostline retry [TRIAL]`: runs what failed again. */
export const retry = reopenVerb({
  name: 'retry',
  summary: 'run failed runs again, of one trial or of the whole sweep',
  state: 'failed',
  taken: (runs) =>
    runs === 0
      ? 'no run waits again: none has failed'
      : `${plural(runs, 'run waits', 'runs wait')} again, for a worker`,
});
