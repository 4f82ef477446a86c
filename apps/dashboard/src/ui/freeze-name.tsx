import type { ReactNode } from 'react';
import { CoreSample } from './core-sample.js';

/** A freeze strategy: its core and its name. */
export function FreezeName({
  freeze,
  deepest,
}: {
  readonly freeze: string;
  readonly deepest?: number;
}): ReactNode {
  return (
    <span className="freeze">
      <CoreSample freeze={freeze} {...(deepest !== undefined && { deepest })} />
      <span>{freeze}</span>
    </span>
  );
}
