import { InputError, resolveInside } from '@frostline/base';
import { logReply } from '@frostline/protocol';
import { findSweep, trialDetail } from '@frostline/store';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { attemptFolder } from '../../host/logs.js';
import { logLines } from '../../replies/log-lines.js';
import { countInQuery, numberInQuery, replies, trialParams, type Route } from './route.js';

/** What is read of a log at most, from its end. */
const mostBytes = 1_000_000;

/** `GET …/trials/:trial/log?fold=F&attempt=A&lines=N`: the end of an attempt's log; the newest attempt's unless told. */
export const log: Route = (server, { home, ledger }) => {
  server.get(
    '/api/v1/sweeps/:sweep/trials/:trial/log',
    {
      schema: {
        summary: "The end of an attempt's log, oldest line first",
        params: trialParams,
        querystring: z.object({
          fold: numberInQuery(0).default(0),
          attempt: numberInQuery(1).optional().describe('The newest when absent'),
          lines: countInQuery(2_000, 200),
        }),
        response: replies(logReply),
      },
    },
    ({ params, query }) => {
      const { runs } = ledger.read((open) =>
        trialDetail(open, findSweep(open, params.sweep).id, params.trial),
      );
      const run = runs.find(({ fold }) => fold === query.fold);
      const attempt = query.attempt ?? run?.history.at(-1)?.attempt;
      if (
        run === undefined ||
        (query.attempt !== undefined && !run.history.some((row) => row.attempt === attempt))
      )
        throw new InputError('no-run', 'no such run or attempt', {
          found: `fold ${query.fold}, attempt ${attempt ?? '-'}`,
          allowed: runs.map(({ fold, history }) => `fold ${fold}, attempts 1 to ${history.length}`),
        });
      if (attempt === undefined) return { lines: [] };
      const file = path.join(path.relative(home, attemptFolder(home, run.id, attempt)), 'log.jsonl');
      return { lines: logLines(readEnd(home, file), query.lines) };
    },
  );
};

function readEnd(home: string, relative: string): string {
  let file: string;
  try {
    file = resolveInside(home, relative);
  } catch (error) {
    // Nothing was logged yet.
    if (error instanceof InputError && error.code === 'file-missing') return '';
    throw error;
  }
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const bytes = Buffer.alloc(Math.min(size, mostBytes));
    const read = readSync(handle, bytes, 0, bytes.byteLength, size - bytes.byteLength);
    return bytes.toString('utf8', 0, read);
  } finally {
    closeSync(handle);
  }
}
