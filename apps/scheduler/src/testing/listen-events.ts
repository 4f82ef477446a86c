import { liveEvent, type LiveEvent } from '@frostline/protocol';
import { request, type IncomingMessage } from 'node:http';
import type { ApiHandle } from '../api/server.js';

/** A client that listens to the events of a sweep. */
export interface Listener {
  readonly status: number;
  readonly events: LiveEvent[];
  /** Whether the server has ended the stream. */
  readonly ended: () => boolean;
  /** Goes away without a word. */
  leave(): void;
  /** Reads no more, and stays. */
  stopReading(): void;
}

/** Listens over a real socket; resolves once the server has answered. */
export async function listen({ address }: ApiHandle, sweep: string): Promise<Listener> {
  const events: LiveEvent[] = [];
  let ended = false;
  let rest = '';
  const read = (part: string): void => {
    const blocks = (rest + part).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = block.split('\n').find((line) => line.startsWith('data: '));
      if (data !== undefined) events.push(liveEvent.parse(JSON.parse(data.slice(6))));
    }
  };
  const going = request({
    host: '127.0.0.1',
    port: address.port,
    path: `/api/v1/sweeps/${sweep}/events`,
    headers: { authorization: `Bearer ${address.token}` },
  });
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    going.on('response', resolve);
    going.on('error', reject);
    going.end();
  });
  const end = (): void => {
    ended = true;
  };
  reply.setEncoding('utf8').on('data', read).on('error', end).on('close', end);
  return {
    status: reply.statusCode ?? 0,
    events,
    ended: () => ended,
    leave: () => {
      going.destroy();
    },
    stopReading: () => {
      reply.removeListener('data', read);
      reply.pause();
    },
  };
}
