import { trialReply as schema } from '@frostline/protocol';
import { findSweep, leaderboard, trialDetail } from '@frostline/store';
import { trialReply } from '../../replies/trial-reply.js';
import { placeRows } from '../../submission/rank-rows.js';
import { replies, trialParams, type Route } from './route.js';

const nowhere = { rank: null, foldMean: null, foldSd: null };

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
        const placed = placeRows(leaderboard(open, sweep.id), sweep.goal);
        const place = placed.find(({ row }) => row.trialId === detail.id)?.place;
        const score = detail.values?.[sweep.metric];
        return trialReply(detail, place ?? nowhere, score, evidence.findPredictions(open, sweep, detail.id));
      }),
  );
};
