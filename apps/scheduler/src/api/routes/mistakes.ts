import { MOST_MISTAKES, mistakesReply as schema } from '@frostline/protocol';
import { findSweep, findTrial } from '@frostline/store';
import { z } from 'zod';
import { outOfFoldFiles } from '../evidence.js';
import { mistakesReply } from '../../replies/mistakes.js';
import { countInQuery, replies, trialParams, type Route } from './route.js';

/** `GET …/trials/:trial/mistakes?limit=N`: the wrong predictions, least probable label first. */
export const mistakes: Route = (server, { ledger, evidence }) => {
  server.get(
    '/api/v1/sweeps/:sweep/trials/:trial/mistakes',
    {
      schema: {
        summary: 'The wrong predictions, least probable label first',
        params: trialParams,
        querystring: z.object({ limit: countInQuery(MOST_MISTAKES, 24) }),
        response: replies(schema),
      },
    },
    async ({ params, query }) => {
      const { sweep, files } = ledger.read((open) => {
        const sweep = findSweep(open, params.sweep);
        return { sweep, files: outOfFoldFiles(open, sweep, findTrial(open, sweep.id, params.trial)) };
      });
      const predictions = await evidence.predictions(sweep, files);
      return predictions === undefined
        ? { classes: [], total: 0, mistakes: [] }
        : mistakesReply(predictions, query.limit);
    },
  );
};
