import type { ApiSweep } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { PageLink } from '../ui/page-link.js';
import { emptyView } from '../url/view-state.js';

/** The way to the sweep launched last, where that is another one: a link shows its own sweep for ever. */
export function NewerSweep({
  sweep,
  sweeps,
}: {
  readonly sweep: string;
  /** The one launched last first. */
  readonly sweeps: readonly ApiSweep[];
}): ReactNode {
  const newest = sweeps[0];
  if (newest === undefined || newest.id === sweep) return null;
  return (
    <span className="newer-sweep">
      <PageLink to={{ ...emptyView, sweep: newest.id }}>newer: {newest.name}</PageLink>
    </span>
  );
}
