/** What people read of a metric's name: of a module of their own its path, without the digest. */
export const metricLabel = (name: string): string => name.replace(/(\.m?js)#[0-9a-f]{12}$/, '$1');
