import { InputError } from '@frostline/base';
import { compareReply as schema, MOST_COMPARED } from '@frostline/protocol';
import { findSweep, trialDetail } from '@frostline/store';
import { z } from 'zod';
import { compareReply } from '../../replies/compare-reply.js';
import { outOfFoldFiles } from '../evidence.js';
import { countInQuery, replies, sweepParams, type Route } from './route.js';

/** `GET /api/v1/sweeps/:sweep/compare?trials=ID,ID&limit=N`: two or more trials beside one another. */
export const compare: Route = (server, { ledger, evidence }) => {
  server.get(
    '/api/v1/sweeps/:sweep/compare',
    {
      schema: {
        summary: 'Settings that differ, F1 by class, images that some trials get right and others wrong',
        params: sweepParams,
        querystring: z.object({
          trials: z.string().describe('Two or more ids with commas between'),
          limit: countInQuery(1_000, 24),
        }),
        response: replies(schema),
      },
    },
    async ({ params, query }) => {
      const prefixes = query.trials.split(',').filter((id) => id !== '');
      if (prefixes.length < 2 || prefixes.length > MOST_COMPARED)
        throw new InputError('bad-request', 'not a comparison', {
          place: 'trials',
          found: query.trials,
          allowed: `2..${MOST_COMPARED} ids with commas between`,
        });
      const { sweep, trials } = ledger.read((open) => {
        const sweep = findSweep(open, params.sweep);
        const trials = prefixes.map((prefix) => {
          const { id, settings, values } = trialDetail(open, sweep.id, prefix);
          return { id, score: values?.[sweep.metric], settings, files: outOfFoldFiles(open, sweep, id) };
        });
        return { sweep, trials };
      });
      const compared = trials.map(async ({ files, ...trial }) => ({
        ...trial,
        ...(await evidence.findPredictions(sweep, files)),
      }));
      return compareReply(await Promise.all(compared), query.limit);
    },
  );
};
