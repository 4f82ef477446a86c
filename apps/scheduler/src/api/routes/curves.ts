import { InputError } from '@frostline/base';
import { curvesReply, MOST_CURVES, toApiNumber, type ApiCurve } from '@frostline/protocol';
import { curves as curvesOf, findSweep, findTrial, type RunCurve } from '@frostline/store';
import { z } from 'zod';
import { replies, sweepParams, type Route } from './route.js';

/** `GET /api/v1/sweeps/:sweep/curves?trials=ID,ID`: learning curves of some trials, all folds. */
export const curves: Route = (server, { ledger }) => {
  server.get(
    '/api/v1/sweeps/:sweep/curves',
    {
      schema: {
        summary: 'Learning curves of some trials, all folds',
        params: sweepParams,
        querystring: z.object({ trials: z.string().describe('Ids with commas between') }),
        response: replies(curvesReply),
      },
    },
    ({ params, query }) => {
      const prefixes = query.trials.split(',').filter((id) => id !== '');
      if (prefixes.length > MOST_CURVES)
        throw new InputError('bad-request', 'too many trials', {
          place: 'trials',
          found: prefixes.length,
          allowed: `1..${MOST_CURVES}`,
        });
      return ledger.read((open) => {
        const { id } = findSweep(open, params.sweep);
        const trials = prefixes.map((prefix) => findTrial(open, id, prefix));
        return { curves: curvesOf(open, id, trials).map(describeCurve) };
      });
    },
  );
};

function describeCurve({ trialId, fold, metrics }: RunCurve): ApiCurve {
  const points = Object.entries(metrics).map(([name, values]): [string, ApiCurve['metrics'][string]] => [
    name,
    values.map(([step, epoch, value]) => [step, epoch, toApiNumber(value)]),
  ]);
  return { trial: trialId, fold, metrics: Object.fromEntries(points) };
}
