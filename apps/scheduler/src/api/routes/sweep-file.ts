import { sweepFileReply } from '@frostline/protocol';
import { findSweep, trialDetail } from '@frostline/store';
import { oneTrialSweep } from '../../replies/one-trial-sweep.js';
import { replies, trialParams, type Route } from './route.js';

/** `GET …/trials/:trial/sweep-file`: a sweep file of this one trial, to be edited and launched. */
export const sweepFile: Route = (server, { ledger }) => {
  server.get(
    '/api/v1/sweeps/:sweep/trials/:trial/sweep-file',
    {
      schema: {
        summary: 'A sweep file of this one trial, to be edited and launched',
        params: trialParams,
        response: replies(sweepFileReply),
      },
    },
    ({ params }) =>
      ledger.read((open) => {
        const sweep = findSweep(open, params.sweep);
        const { id, settings } = trialDetail(open, sweep.id, params.trial);
        return { yaml: oneTrialSweep(sweep, id, settings) };
      }),
  );
};
