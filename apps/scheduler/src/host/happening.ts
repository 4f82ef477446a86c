import type { CoreEvent } from '@frostline/sweep';

/** An event for the scheduler's core before the host has put the time on it. */
export type Happening = CoreEvent extends infer Event
  ? Event extends CoreEvent
    ? Omit<Event, 'at'>
    : never
  : never;
