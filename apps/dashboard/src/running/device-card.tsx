import type { StatusReply } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { formatCount, formatShare } from '../model/numbers.js';
import { PageLink } from '../ui/page-link.js';

/** One device: its process, its run and how far that is. */
export function DeviceCard({ device }: { readonly device: StatusReply['devices'][number] }): ReactNode {
  const { run } = device;
  const share =
    run?.step === null || run?.step === undefined || run.totalSteps === null || run.totalSteps === 0
      ? null
      : run.step / run.totalSteps;
  return (
    <div className="device">
      <p className="device-head">
        <strong className="mono">{device.slot}</strong>
        <span className="quiet">{device.pid === null ? 'no process' : `pid ${device.pid}`}</span>
      </p>
      {run ? (
        <>
          <p>
            <PageLink to={{ page: 'trial', trial: run.trial }}>{run.label}</PageLink>
            <span className="quiet">
              {' '}
              fold {run.fold}
              {run.attempt > 1 && `, attempt ${run.attempt}`}
            </span>
          </p>
          <div className="device-bar" aria-hidden="true">
            <span style={{ transform: `scaleX(${share ?? 0})` }} />
          </div>
          <p className="quiet device-step">
            {run.step === null || run.totalSteps === null
              ? 'preparing'
              : `step ${formatCount(run.step)} of ${formatCount(run.totalSteps)}, ${formatShare(share ?? 0)}`}
          </p>
        </>
      ) : (
        <p className="quiet">idle</p>
      )}
    </div>
  );
}
