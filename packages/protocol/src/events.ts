import { z } from 'zod';

/** A number that may be NaN or infinite: a diverged run's values must reach the ledger as they were. */
const anyNumber = z.custom<number>((value) => typeof value === 'number', 'must be a number');

/** Why a run failed, which decides what happens next. */
export const failureClass = z.enum([
  'bad-input',
  'bad-data',
  'non-finite',
  'out-of-memory',
  'disk-full',
  'lost',
  'bug',
]);
export type FailureClass = z.output<typeof failureClass>;

/** How often a run has failed in each way; a class that is absent never happened. */
export type FailureCounts = Readonly<Partial<Record<FailureClass, number>>>;

/** An image that could not be decoded: named, counted, never replaced by another. */
export const quarantinedImage = z.strictObject({
  split: z.enum(['train', 'test']),
  id: z.string(),
  path: z.string(),
  reason: z.string(),
});
export type QuarantinedImage = z.output<typeof quarantinedImage>;

/** What a run says while it trains, in order. `fit` yields these; the consumer's next pull acknowledges the last. */
export const trialEvent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('started'),
    /** The checkpoint's step, 0 for a fresh start; the first step trained is the next one. */
    resumedFromStep: z.int().min(0),
    totalSteps: z.int().min(1),
    stepsPerEpoch: z.int().min(1),
    engine: z.string(),
    device: z.string(),
    numericsClass: z.string(),
    /**
     * Set when a checkpoint came from another numerics class, when the engine is not reproducible, or when batches are
     * divided: bit-equality with a run that
     * was never interrupted is no longer promised.
     */
    numericsChanged: z.boolean(),
    /** Micro-batches of each optimizer step where a failure for want of memory divided its batches; else 1. */
    parts: z.int().min(1),
  }),
  z.strictObject({ type: z.literal('quarantined'), images: z.array(quarantinedImage) }),
  /** Not durable: where the run is, for progress bars and the hung-trial watch. */
  z.strictObject({ type: z.literal('progress'), step: z.int().min(0), totalSteps: z.int().min(1) }),
  z.strictObject({
    type: z.literal('metrics'),
    step: z.int().min(0),
    epoch: z.int().min(0),
    values: z.record(z.string(), anyNumber),
  }),
  z.strictObject({
    type: z.literal('checkpoint'),
    step: z.int().min(0),
    file: z.string(),
    sha256: z.string(),
  }),
  z.strictObject({
    type: z.literal('finished'),
    /** Less than the total that `started` told where `patience` ended the run. */
    step: z.int().min(1),
    /** The epoch that counts, by `select`. */
    epoch: z.int().min(0),
    /** The metrics of that epoch on this fold's validation images. */
    values: z.record(z.string(), anyNumber),
    weightsSha256: z.string(),
    /** Class probabilities of the validation images and of the test images, files below the artifacts folder. */
    outOfFold: z.string(),
    test: z.string(),
    seconds: z.number(),
  }),
  z.strictObject({ type: z.literal('failed'), failure: failureClass, code: z.string(), message: z.string() }),
]);
export type TrialEvent = z.output<typeof trialEvent>;
