import { trialReply as schema } from '@frostline/protocol';
import { findSweep, leaderboard, trialDetail } from '@frostline/store';
import { trialReply } from '../../replies/trial-reply.js';
import { rankRows } from '../../submission/rank-rows.js';
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
        const ranked = rankRows(leaderboard(open, sweep.id), sweep.goal);
        const entry = ranked.find(({ trialId }) => trialId === detail.id);
        const place = entry ?? { rank: null, score: undefined, foldMean: null, foldSd: null };
        return trialReply(detail, place, evidence.predictions(open, sweep, detail.id));
      }),
  );
};
