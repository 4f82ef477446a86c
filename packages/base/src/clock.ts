/** Time as an argument, so that what depends on it can be tested and replayed. */
export interface Clock {
  /** Wall clock, milliseconds since 1970; may jump; for people, never for liveness. */
  now(): number;
  /** Monotonic milliseconds since some start; for leases, timeouts and durations. */
  monotonic(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};
