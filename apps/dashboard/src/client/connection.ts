import type { Link } from './follow.js';

/** Whether what the page shows is what is. */
export interface Connection {
  readonly link: Link;
  /** Wall clock at which the server fell silent, milliseconds since 1970; null while it answers. */
  readonly lostSince: number | null;
}

export const connecting: Connection = { link: 'connecting', lostSince: null };

/** The connection after its link was found to be so: however often it is found lost, it is since the first time. */
export function nextConnection(before: Connection, link: Link, now: number): Connection {
  return { link, lostSince: link === 'lost' ? (before.lostSince ?? now) : null };
}
