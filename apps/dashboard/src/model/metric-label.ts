/** A metric's name as people read it: words, without the digest that one of their own has behind it. */
export const metricLabel = (name: string): string => name.replace(/#.*$/, '').replaceAll('_', ' ');
