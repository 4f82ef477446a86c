import type { ApiSweep } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { resumeCommand } from '../model/commands.js';
import { CopyButton } from './copy-button.js';

/** Says that what is resumed here only waits while no process runs the sweep, and the command that starts one. */
export function NobodyRuns({
  sweep,
  trial,
}: {
  readonly sweep: ApiSweep;
  readonly trial?: string;
}): ReactNode {
  const command = resumeCommand(sweep, trial);
  return (
    <div className="nobody-runs">
      <p>
        No process runs this sweep now. What was interrupted goes on from its last checkpoint, and what you
        resume or retry here begins, once one is started with
      </p>
      <code tabIndex={0}>{command}</code>
      <CopyButton text={command} />
    </div>
  );
}
