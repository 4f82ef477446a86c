import type { ApiSweep, RunState } from '@frostline/protocol';
import type { ReactNode } from 'react';
import type { NamedRuns, Verb } from '../client/api.js';
import { useChange } from '../client/use-change.js';
import { Icon } from './icon.js';
import { NobodyRuns } from './nobody-runs.js';

const verbs: readonly {
  readonly verb: Verb;
  readonly label: string;
  readonly title: string;
  readonly icon: 'pause' | 'play' | 'retry';
  /** Runs in these states are what the verb changes. */
  readonly states: readonly RunState[];
}[] = [
  {
    verb: 'stop',
    label: 'Pause',
    title: 'What runs stops after a checkpoint, as by `frostline stop`',
    icon: 'pause',
    states: ['running', 'waiting'],
  },
  {
    verb: 'resume',
    label: 'Resume',
    title: 'What is paused goes on from its checkpoint',
    icon: 'play',
    states: ['paused'],
  },
  {
    verb: 'retry',
    label: 'Retry failed',
    title: 'What has failed gets all its attempts again',
    icon: 'retry',
    states: ['failed'],
  },
];

/** Pause, resume and retry of the whole sweep, of a trial or of one of its runs. */
export function ChangeButtons({
  sweep,
  runs = {},
  states,
}: {
  readonly sweep: ApiSweep;
  readonly runs?: NamedRuns;
  /** States of the runs concerned. */
  readonly states: readonly RunState[];
}): ReactNode {
  const change = useChange(sweep.id);
  const { trial, fold } = runs;
  // In the line of one run there is room for what it may do now; elsewhere the buttons keep their places.
  const offered = verbs.filter((verb) => fold === undefined || applies(verb, states));
  const open = states.some((state) => state !== 'complete' && state !== 'pruned');
  return (
    <>
      {offered.map((verb) => (
        <button
          key={verb.verb}
          type="button"
          className="button"
          title={verb.title}
          {...(fold !== undefined && { 'aria-label': `${verb.label}: fold ${fold}` })}
          disabled={!applies(verb, states) || change.isPending}
          onClick={() => {
            change.mutate({ verb: verb.verb, ...runs });
          }}
        >
          <Icon name={verb.icon} />
          {verb.label}
        </button>
      ))}
      {sweep.live && change.data?.notice !== undefined && <p role="status">{change.data.notice}</p>}
      {change.isError && (
        <p className="failure" role="alert">
          {change.error.message}
        </p>
      )}
      {!sweep.live && open && fold === undefined && (
        <NobodyRuns sweep={sweep} {...(trial !== undefined && { trial })} />
      )}
    </>
  );
}

function applies(verb: (typeof verbs)[number], states: readonly RunState[]): boolean {
  return states.some((state) => verb.states.includes(state));
}
