import { trialReply as schema } from '@frostline/protocol';
import { findSweep, trialDetail, trialRank } from '@frostline/store';
import { trialReply } from '../../replies/trial-reply.js';
import { placeOf } from '../../submission/rank-rows.js';
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
    ({ params }) =>
      ledger.read((open) => {
        const sweep = findSweep(open, params.sweep);
        const detail = trialDetail(open, sweep.id, params.trial);
        const rank = trialRank(open, sweep.id, detail.id);
        const foldScores = detail.runs.map(({ result }) => result?.values[sweep.metric]);
        const score = detail.values?.[sweep.metric];
        return trialReply(
          detail,
          placeOf(rank, foldScores),
          score,
          evidence.findPredictions(open, sweep, detail.id),
        );
      }),
  );
};
