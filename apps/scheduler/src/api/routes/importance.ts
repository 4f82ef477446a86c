import { importanceReply, type ImportanceReply } from '@frostline/protocol';
import { findSweep, leaderboard, type LeaderboardRow } from '@frostline/store';
import { settingImportance } from '@frostline/sweep';
import { pickSettings } from '../../replies/common-settings.js';
import { replies, sweepParams, type Route } from './route.js';

const forest = { seed: 0, trees: 16 };
/** More change the third digit and keep the owner from its workers: 1,000 take 0.2 s, 10,000 take 2.4 s. */
const mostTrials = 1_000;

/** `GET /api/v1/sweeps/:sweep/importance`: how much of the score's variance each setting explains. */
export const importance: Route = (server, { ledger }) => {
  /** Growing a forest takes longer than asking again whether there are new scores. */
  const known = new Map<string, { readonly scores: string; readonly reply: ImportanceReply }>();
  server.get(
    '/api/v1/sweeps/:sweep/importance',
    {
      schema: {
        summary: "How much of the score's variance each setting explains (fANOVA)",
        params: sweepParams,
        response: replies(importanceReply),
      },
    },
    ({ params }) =>
      ledger.read((open) => {
        const { id } = findSweep(open, params.sweep);
        const rows = leaderboard(open, id);
        const scores = rows.map(({ score }) => String(score)).join();
        const last = known.get(id);
        if (last?.scores === scores) return last.reply;
        const reply = importanceOf(rows);
        known.set(id, { scores, reply });
        return reply;
      }),
  );
};

function importanceOf(rows: readonly LeaderboardRow[]): ImportanceReply {
  const scored = rows.flatMap(({ settings, score }) =>
    score !== undefined && Number.isFinite(score) ? [{ settings: pickSettings(settings), score }] : [],
  );
  const every = Math.ceil(scored.length / mostTrials);
  const taken = scored.filter((_, index) => index % every === 0);
  return { trials: taken.length, settings: settingImportance(taken, forest) };
}
