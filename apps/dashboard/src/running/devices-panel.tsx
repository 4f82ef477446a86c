import type { StatusReply } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { Panel } from '../ui/panel.js';
import { StateBox } from '../ui/state-box.js';
import { DeviceCard } from './device-card.js';

/** The devices and what each of them trains. */
export function DevicesPanel({
  status,
  isLost,
}: {
  readonly status: StatusReply;
  /** Whether nobody tells any more what they do. */
  readonly isLost: boolean;
}): ReactNode {
  return (
    <Panel title={isLost ? 'Devices, when last heard of' : 'Devices'}>
      {status.devices.length === 0 ? (
        <StateBox title="No device is at work">
          <p>
            {status.live && !isLost
              ? 'The workers are being started.'
              : 'Workers come with the process that runs the sweep.'}
          </p>
        </StateBox>
      ) : (
        <ul className="devices">
          {status.devices.map((device) => (
            <li key={device.slot}>
              <DeviceCard device={device} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
