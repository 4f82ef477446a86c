import { withoutDigest } from '@frostline/protocol/labels';

/** A metric's name as people read it: words, without the digest that one of their own has behind it. */
export const metricLabel = (name: string): string => withoutDigest(name).replaceAll('_', ' ');
