import type { OwnerControls, OwnerReply, OwnerRequests, OwnerStatus } from '../host/controls.js';

/** Whoever may change the ledger, seen from the API: in this process or another, or nobody yet. */
export interface Owner {
  /** What the living owner says; undefined while none lives, or while it does not answer. */
  status(): Promise<OwnerStatus | undefined>;
  /** Makes a change. @throws InputError what was refused; FrostlineError `owner-silent` */
  change<Verb extends keyof OwnerRequests>(
    verb: Verb,
    request: OwnerRequests[Verb],
  ): Promise<OwnerReply<Verb>>;
}

const answers: {
  readonly [Verb in keyof OwnerRequests]: (
    controls: OwnerControls,
    request: OwnerRequests[Verb],
  ) => OwnerReply<Verb>;
} = {
  stop: (controls, request) => ({ changed: controls.stop(request) }),
  resume: (controls, request) => controls.resume(request),
  retry: (controls, request) => controls.retry(request),
  prioritize: (controls, request) => ({ changed: controls.prioritize(request) }),
  extend: (controls, request) => controls.extend(request),
  annotate: (controls, request) => ({ changed: controls.annotate(request) }),
};

/** The owner is this process. */
export class OwnerHere implements Owner {
  constructor(private readonly controls: OwnerControls) {}

  async status(): Promise<OwnerStatus> {
    return Promise.resolve(this.controls.status());
  }

  async change<Verb extends keyof OwnerRequests>(
    verb: Verb,
    request: OwnerRequests[Verb],
  ): Promise<OwnerReply<Verb>> {
    return Promise.resolve(answers[verb](this.controls, request));
  }
}
