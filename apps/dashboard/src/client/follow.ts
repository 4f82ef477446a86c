import type { LiveEvent } from '@frostline/protocol';
import { backoff } from './backoff.js';
import type { Http } from './http.js';
import { EventParser } from './sse.js';

/** Whether the stream of events is there. */
export type Link = 'connecting' | 'open' | 'lost';

/** The server sends a comment every 15 s; without a sign of life for this long the connection is taken for dead. */
const silence = 40_000;

/**
 * Follows a sweep's events until the signal ends it, connecting again whenever the stream breaks. A browser's
 * EventSource cannot send the Authorization header, so this reads the stream itself.
 */
export async function follow(
  http: Http,
  sweep: string,
  signal: AbortSignal,
  on: { event(event: LiveEvent): void; link(link: Link): void },
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const connection = new AbortController();
    const end = (): void => {
      connection.abort();
    };
    signal.addEventListener('abort', end);
    let watchdog = setTimeout(end, silence);
    try {
      const path = `/sweeps/${encodeURIComponent(sweep)}/events`;
      const reply = await http.send(path, {
        signal: connection.signal,
        headers: { accept: 'text/event-stream' },
      });
      on.link('open');
      failures = 0;
      const parser = new EventParser();
      const reader = (reply.body as ReadableStream<BufferSource>)
        .pipeThrough(new TextDecoderStream())
        .getReader();
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        clearTimeout(watchdog);
        watchdog = setTimeout(end, silence);
        for (const data of parser.push(piece.value)) on.event(JSON.parse(data) as LiveEvent);
      }
    } catch {
      // Whatever broke, even a refusal, may be over at the next try: a server that starts again, a sweep begun afresh.
    } finally {
      clearTimeout(watchdog);
      signal.removeEventListener('abort', end);
      end();
    }
    if (isAborted(signal)) return;
    on.link('lost');
    await pause(backoff(++failures), signal);
  }
}

/** A call, since the compiler believes that a signal stays as it was when last read. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
