/** Asks again and again until there is an answer, which another process brings about. */
export async function waitUntil<Found>(
  what: string,
  ask: () => Found | undefined | Promise<Found | undefined>,
  timeoutMs = 120_000,
): Promise<Found> {
  const end = performance.now() + timeoutMs;
  while (performance.now() < end) {
    const found = await ask();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`still waiting after ${timeoutMs} ms: ${what}`);
}
