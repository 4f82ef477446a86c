import {
  changeReply,
  extendReply,
  runState,
  type AnnotateRequest,
  type ChangeReply,
  type extendRequest,
  type prioritizeRequest,
  type resumeRequest,
  type retryRequest,
  type stopRequest,
} from '@frostline/protocol';
import { z } from 'zod';

export type StopRequest = z.output<typeof stopRequest>;
export type PrioritizeRequest = z.output<typeof prioritizeRequest>;
export type ResumeRequest = z.output<typeof resumeRequest>;
export type ExtendRequest = z.output<typeof extendRequest>;
export type ExtendReply = z.output<typeof extendReply>;
export type RetryRequest = z.output<typeof retryRequest>;

/** What an owner says about itself. */
export const ownerStatus = z.strictObject({
  pid: z.int(),
  sweep: z.strictObject({ id: z.string(), name: z.string() }),
  /** Whether some run waits, or runs and is not about to stop, or it stays for its page; else it is just ending. */
  goesOn: z.boolean(),
  /** Runs of the sweep by state. */
  runs: z.partialRecord(runState, z.int()),
  workers: z.array(
    z.strictObject({
      slot: z.string(),
      pid: z.int().nullable(),
      runId: z.string().nullable(),
      step: z.int().nullable(),
      totalSteps: z.int().nullable(),
    }),
  ),
});
export type OwnerStatus = z.output<typeof ownerStatus>;

/** What a changing verb may ask of the owner, by the last part of its address. */
export interface OwnerRequests {
  readonly stop: StopRequest;
  readonly resume: ResumeRequest;
  readonly retry: RetryRequest;
  readonly prioritize: PrioritizeRequest;
  readonly extend: ExtendRequest;
  readonly annotate: AnnotateRequest;
}

/** And what it answers. */
export const ownerReplies = {
  stop: changeReply,
  resume: changeReply,
  retry: changeReply,
  prioritize: changeReply,
  extend: extendReply,
  annotate: changeReply,
} as const;
export type OwnerReply<Verb extends keyof OwnerRequests> = z.output<(typeof ownerReplies)[Verb]>;

/** What the API may do to a running sweep; the host implements it. */
export interface OwnerControls {
  status(): OwnerStatus;
  /** Stops a trial (by id prefix) or the whole sweep; its runs are paused with a checkpoint. Gives the runs concerned. */
  stop(request: StopRequest): number;
  /** Lets paused runs go on, of one trial or of the whole sweep. Gives the runs that do, and why others do not. */
  resume(request: ResumeRequest): ChangeReply;
  /** Runs failed runs again, of one trial or of the whole sweep. Gives the runs that wait, and why others do not. */
  retry(request: RetryRequest): ChangeReply;
  /** Changes when a trial's waiting runs are begun. Gives the runs concerned. */
  prioritize(request: PrioritizeRequest): number;
  /** Adds the trials of a plan of the same sweep, and runs what is missing or failed of it. */
  extend(request: ExtendRequest): ExtendReply;
  /** Notes something about a trial, also of a sweep that does not run. Gives the trials concerned. */
  annotate(request: AnnotateRequest): number;
}
