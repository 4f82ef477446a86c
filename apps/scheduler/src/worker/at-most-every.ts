import type { Clock } from '@frostline/base';

/** A function that may be called as often as one likes: `action` runs at the first call, then once per `periodMs`. */
export function atMostEvery(
  periodMs: number,
  clock: Pick<Clock, 'monotonic'>,
  action: () => void,
): () => void {
  let last = -Infinity;
  return () => {
    const now = clock.monotonic();
    if (now - last < periodMs) return;
    last = now;
    action();
  };
}
