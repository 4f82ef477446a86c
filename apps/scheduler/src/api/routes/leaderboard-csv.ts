import { findSweep, leaderboard } from '@frostline/store';
import { leaderboardCsv as csvOf } from '../../replies/leaderboard-csv.js';
import { leaderboardReply } from '../../replies/leaderboard-reply.js';
import { rawReply, replies, sweepParams, type Route } from './route.js';

/** `GET /api/v1/sweeps/:sweep/leaderboard.csv`: the leaderboard for a spreadsheet. */
export const leaderboardCsv: Route = (server, { home, ledger }) => {
  server.get(
    '/api/v1/sweeps/:sweep/leaderboard.csv',
    {
      schema: {
        summary: 'The leaderboard as CSV; cells that a spreadsheet would compute are made text',
        params: sweepParams,
        produces: ['text/csv'],
        response: replies(rawReply('CSV')),
      },
    },
    async ({ params }, reply) => {
      const table = ledger.read((open) => {
        const sweep = findSweep(open, params.sweep);
        return { sweep, text: csvOf(leaderboardReply(sweep, leaderboard(open, sweep.id), home, false)) };
      });
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="leaderboard-${table.sweep.id}.csv"`)
        .send(table.text);
    },
  );
};
