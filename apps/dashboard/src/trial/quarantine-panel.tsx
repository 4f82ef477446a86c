import type { QuarantinedImage } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { Panel } from '../ui/panel.js';
import { PlainTable } from '../ui/plain-table.js';

/** Images that could not be decoded: left out, never silently. */
export function QuarantinePanel({ images }: { readonly images: readonly QuarantinedImage[] }): ReactNode {
  return (
    <Panel title={`Images that could not be read (${images.length})`}>
      <PlainTable label="Images that could not be read">
        <thead>
          <tr>
            <th scope="col">image</th>
            <th scope="col">split</th>
            <th scope="col">reason</th>
          </tr>
        </thead>
        <tbody>
          {images.map(({ split, id, path, reason }) => (
            <tr key={`${split}/${id}`}>
              <td className="mono" title={path}>
                {id}
              </td>
              <td>{split}</td>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </Panel>
  );
}
