import type { ApiSweep } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { resumeCommand, serveCommand } from '../model/commands.js';
import { formatTime } from '../model/numbers.js';
import { CopyButton } from '../ui/copy-button.js';
import './lost-remark.css';

/** Says that nobody answers any more, how old what is shown is, and the commands by which it goes on. */
export function LostRemark({
  sweep,
  since,
}: {
  readonly sweep: ApiSweep;
  /** Wall clock, milliseconds since 1970. */
  readonly since: number;
}): ReactNode {
  const commands = [
    { to: 'To look at it again:', command: serveCommand(sweep, location.port) },
    { to: 'To run what is left:', command: resumeCommand(sweep) },
  ];
  return (
    <div className="lost-remark" role="group" aria-label="Connection lost">
      <p>
        <strong>Nobody answers since {formatTime(since)}.</strong> The process that served this page has ended
        or cannot be reached; all numbers are the last ones known.
      </p>
      <ul>
        {commands.map(({ to, command }) => (
          <li key={command}>
            {to} <code tabIndex={0}>{command}</code> <CopyButton text={command} />
          </li>
        ))}
      </ul>
    </div>
  );
}
