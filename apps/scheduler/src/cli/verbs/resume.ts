import { plural } from '@frostline/base';
import { reopenVerb } from '../reopen-verb.js';

/** `frostline resume [TRIAL]`: goes on with what is paused, repeating no finished run. */
export const resume = reopenVerb({
  name: 'resume',
  summary: 'go on with a trial or the whole sweep, repeating no finished run',
  state: 'paused',
  taken: (runs) =>
    runs === 0
      ? 'no run goes on: none is paused'
      : plural(runs, 'run goes on, once a worker is free', 'runs go on, as workers are free'),
});
