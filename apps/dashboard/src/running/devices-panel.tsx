import type { StatusReply } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { Panel } from '../ui/panel.js';
import { StateBox } from '../ui/state-box.js';
import { DeviceCard } from './device-card.js';

/** The devices and what each of them trains. */
export function DevicesPanel({ status }: { readonly status: StatusReply }): ReactNode {
  return (
    <Panel title="Devices">
      {status.devices.length === 0 ? (
        <StateBox title="No device is at work">
          <p>
            {status.live
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
