import { trialReply as schema } from '@frostline/protocol';
import { findSweep, trialDetail, trialRank } from '@frostline/store';
import { trialReply } from '../../replies/trial-reply.js';
import { placeOf } from '../../submission/rank-rows.js';
import { outOfFoldFiles } from '../evidence.js';
import { replies, trialParams, type Route } from './route.js';

/** `GET /api/v1/sweeps/:sweep/trials/:trial`: everything about one trial but curves, mistakes and logs. */
export const trial: Route = (server, { ledger, evidence }) => {
  server.get(
    '/api/v1/sweeps/:sweep/trials/:trial',
    {
      schema: {
        summary: 'Everything about one trial but curves, mistakes and logs',
        params: trialParams,
        response: replies(schema),
      },
    },
    async ({ params }) => {
      const { sweep, detail, rank, files } = ledger.read((open) => {
        const sweep = findSweep(open, params.sweep);
        const detail = trialDetail(open, sweep.id, params.trial);
        const rank = trialRank(open, sweep.id, detail.id);
        return { sweep, detail, rank, files: outOfFoldFiles(open, sweep, detail.id) };
      });
      const foldScores = detail.runs.map(({ result }) => result?.values[sweep.metric]);
      const found = await evidence.findPredictions(sweep, files);
      return trialReply(detail, placeOf(rank, foldScores), detail.values?.[sweep.metric], found);
    },
  );
};
