import type { Schedule } from './schedule.js';

/** The peak rate throughout. */
export const constant: Schedule = { name: 'constant', factor: () => 1 };
