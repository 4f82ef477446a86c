import { readOwnerAddress } from '@frostline/store/owner-address';
import { homeOf } from './home.js';

/** A child that trains, as the owner's API tells it. */
export interface BusyWorker {
  readonly pid: number;
  readonly runId: string;
  /** The last step that it reported; 0 before the first report. */
  readonly step: number;
  /** NaN before the first report. */
  readonly totalSteps: number;
}

export interface OwnerStatus {
  readonly pid: number;
  /** Runs by state. */
  readonly runs: Readonly<Record<string, number>>;
  readonly busy: readonly BusyWorker[];
}

interface StatusReply {
  readonly pid: number;
  readonly runs: Readonly<Record<string, number>>;
  readonly workers: readonly {
    pid: number | null;
    runId: string | null;
    step: number | null;
    totalSteps: number | null;
  }[];
}

/** What the owner of a sweep's folder says; undefined while none answers. */
export async function ownerStatus(folder: string): Promise<OwnerStatus | undefined> {
  const address = readOwnerAddress(homeOf(folder));
  if (address === undefined) return undefined;
  let reply: StatusReply;
  try {
    const response = await fetch(`http://127.0.0.1:${address.port}/api/v1/status`, {
      headers: { authorization: `Bearer ${address.token}` },
    });
    reply = (await response.json()) as StatusReply;
  } catch {
    return undefined;
  }
  const busy = reply.workers.flatMap(({ pid, runId, step, totalSteps }) =>
    pid === null || runId === null ? [] : [{ pid, runId, step: step ?? 0, totalSteps: totalSteps ?? NaN }],
  );
  return { pid: reply.pid, runs: reply.runs, busy };
}
