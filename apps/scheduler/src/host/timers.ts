/** What calls back later, as an argument: a simulation has its own time. */
export interface Timers {
  /** Calls once, `ms` from now; what it gives takes that back. */
  after(ms: number, call: () => void): () => void;
  /** Calls again and again, every `ms`; what it gives ends that. */
  every(ms: number, call: () => void): () => void;
}

export const systemTimers: Timers = {
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => {
      clearTimeout(timer);
    };
  },
  every: (ms, call) => {
    const timer = setInterval(call, ms);
    return () => {
      clearInterval(timer);
    };
  },
};
