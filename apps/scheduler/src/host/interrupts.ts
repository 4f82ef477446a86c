/** Calls `handle` with 1, 2, … for each SIGINT or SIGTERM, until disposed. */
export function onInterrupt(handle: (count: number) => void): () => void {
  let count = 0;
  const listener = (): void => {
    count += 1;
    handle(count);
  };
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  return () => {
    process.off('SIGINT', listener);
    process.off('SIGTERM', listener);
  };
}
