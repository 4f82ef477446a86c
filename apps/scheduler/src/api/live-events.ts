import type { Clock, Logger } from '@frostline/base';
import type { LiveEvent, StatusReply } from '@frostline/protocol';
import { PassThrough, type Readable } from 'node:stream';
import type { LedgerSource } from './ledger-source.js';

export interface LiveEventsOptions {
  readonly ledger: Pick<LedgerSource, 'revision'>;
  readonly status: (sweepId: string) => Promise<StatusReply>;
  readonly clock: Clock;
  readonly logger: Logger;
}

const tickMs = 250;
const leaderboardMs = 500;
const statusMs = 1_000;
const heartbeatMs = 15_000;
/** Bytes that a client may leave unread before it is dropped; a status is some kilobytes. */
const mostUnread = 256 * 1024;

interface Client {
  readonly sweepId: string;
  readonly stream: PassThrough;
  /** What it was told last, and when. */
  revision: number;
  live: boolean;
  leaderboardAt: number;
  statusAt: number;
  saidAt: number;
}

/**
 * Tells every client that listens to a sweep when there is something to fetch again. The ledger is polled for changes of
 * other processes; nothing is polled while nobody listens.
 */
export class LiveEvents {
  private readonly clients = new Set<Client>();
  private timer: NodeJS.Timeout | undefined;
  private ticking = false;

  constructor(private readonly options: LiveEventsOptions) {}

  /** The events of a sweep as server-sent events; who destroys the stream unsubscribes. */
  subscribe(sweepId: string): Readable {
    const stream = new PassThrough();
    const never = -Infinity;
    const saidAt = this.options.clock.monotonic();
    const client: Client = {
      sweepId,
      stream,
      revision: -1,
      live: true,
      leaderboardAt: never,
      statusAt: never,
      saidAt,
    };
    this.clients.add(client);
    stream.on('close', () => {
      this.drop(client);
    });
    // Sends the headers off, so that the client knows that it listens.
    stream.write(': listening\n\n');
    this.timer ??= setInterval(() => void this.tick(), tickMs);
    void this.tick();
    return stream;
  }

  /** How many listen. */
  get listeners(): number {
    return this.clients.size;
  }

  /** Ends every stream. */
  close(): void {
    for (const client of this.clients) this.drop(client);
  }

  private async tick(): Promise<void> {
    if (this.ticking) return;
    this.ticking = true;
    try {
      const revision = this.options.ledger.revision();
      const statuses = new Map<string, Promise<StatusReply>>();
      for (const client of this.clients) await this.tell(client, revision, statuses);
    } catch (error) {
      this.options.logger.error({ error: String(error) }, 'the events failed');
    } finally {
      this.ticking = false;
    }
  }

  private async tell(
    client: Client,
    revision: number,
    statuses: Map<string, Promise<StatusReply>>,
  ): Promise<void> {
    const now = this.options.clock.monotonic();
    if (client.revision !== revision && now - client.leaderboardAt >= leaderboardMs) {
      client.revision = revision;
      client.leaderboardAt = now;
      this.send(client, { type: 'leaderboard', revision });
    }
    if (now - client.statusAt >= statusMs) {
      client.statusAt = now;
      await this.tellStatus(client, statuses);
    }
    if (now - client.saidAt >= heartbeatMs) this.write(client, ': alive\n\n');
  }

  /** While the sweep runs, and once when it has ended. */
  private async tellStatus(client: Client, statuses: Map<string, Promise<StatusReply>>): Promise<void> {
    let status: StatusReply;
    try {
      const asked = statuses.get(client.sweepId) ?? this.options.status(client.sweepId);
      statuses.set(client.sweepId, asked);
      status = await asked;
    } catch {
      // The sweep is gone (`launch --fresh`): the client hears of it when it fetches.
      return;
    }
    if (status.live || client.live) this.send(client, { type: 'status', status });
    client.live = status.live;
  }

  private send(client: Client, event: LiveEvent): void {
    this.write(client, `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  }

  private write(client: Client, text: string): void {
    const { stream } = client;
    if (stream.destroyed) return;
    if (stream.readableLength + stream.writableLength > mostUnread) {
      this.drop(client);
      return;
    }
    stream.write(text);
    client.saidAt = this.options.clock.monotonic();
  }

  private drop(client: Client): void {
    this.clients.delete(client);
    client.stream.destroy();
    if (this.clients.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
