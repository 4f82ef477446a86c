import type { RunState } from '@frostline/protocol';
import type { ReactNode } from 'react';
import type { Verb } from '../client/api.js';
import { useChange } from '../client/use-change.js';
import { Icon } from './icon.js';

const verbs: readonly {
  readonly verb: Verb;
  readonly label: string;
  readonly icon: 'stop' | 'play' | 'retry';
  /** Runs in these states are what the verb changes. */
  readonly states: readonly RunState[];
}[] = [
  { verb: 'stop', label: 'Stop', icon: 'stop', states: ['running', 'waiting'] },
  { verb: 'resume', label: 'Resume', icon: 'play', states: ['paused'] },
  { verb: 'retry', label: 'Retry failed', icon: 'retry', states: ['failed'] },
];

/** Stop, resume and retry of a trial, or of the whole sweep; what would change nothing is not offered. */
export function ChangeButtons({
  sweep,
  trial,
  states,
}: {
  readonly sweep: string;
  readonly trial?: string;
  /** States of the runs concerned. */
  readonly states: readonly RunState[];
}): ReactNode {
  const change = useChange(sweep);
  return (
    <>
      {verbs.map(({ verb, label, icon, states: changed }) => {
        const nothing = !states.some((state) => changed.includes(state));
        return (
          <button
            key={verb}
            type="button"
            className="button"
            disabled={nothing || change.isPending}
            onClick={() => {
              change.mutate({ verb, ...(trial !== undefined && { trial }) });
            }}
          >
            <Icon name={icon} />
            {label}
          </button>
        );
      })}
      {change.data?.notice !== undefined && <p role="status">{change.data.notice}</p>}
      {change.isError && (
        <p className="failure" role="alert">
          {change.error.message}
        </p>
      )}
    </>
  );
}
