import { z } from 'zod';
import { apiNumber } from './numbers.js';

/** The metrics of one run over its steps; each step from its newest attempt. */
const apiCurve = z.strictObject({
  trial: z.string(),
  fold: z.int(),
  /** Points by metric name, steps rising: [step, epoch, value]. */
  metrics: z.record(z.string(), z.array(z.tuple([z.int(), z.int(), apiNumber]))),
});
export type ApiCurve = z.output<typeof apiCurve>;

/** `GET /api/v1/sweeps/:sweep/curves?trials=ID,ID`: learning curves of some trials, all folds. */
export const curvesReply = z.strictObject({ curves: z.array(apiCurve) });
export type CurvesReply = z.output<typeof curvesReply>;
