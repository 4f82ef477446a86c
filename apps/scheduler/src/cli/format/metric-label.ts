/** What people read of a metric's name: of one of their own, `cost#0123456789ab`, without its module's digest. */
export const metricLabel = (name: string): string => name.replace(/#[0-9a-f]{12}$/, '');
