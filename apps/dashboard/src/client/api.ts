import type {
  AnnotateRequest,
  ChangeReply,
  CompareReply,
  CurvesReply,
  ImportanceReply,
  LeaderboardReply,
  LogReply,
  MistakesReply,
  StatusReply,
  SweepFileReply,
  SweepsReply,
  TrialReply,
} from '@frostline/protocol';
import { Http, type Tagged } from './http.js';

/** What a button may ask of a sweep's owner. */
export type Verb = 'stop' | 'resume' | 'retry';

/** The runs that a change is for: the sweep's where nothing is said, a trial's, or the one of a fold. */
export interface NamedRuns {
  readonly trial?: string;
  readonly fold?: number;
}

/** The API under /api/v1, a function for each route. */
export class Api {
  readonly http: Http;
  /** The leaderboard read last, by sweep: ten thousand trials are megabytes. */
  readonly #leaderboards = new Map<string, Tagged<LeaderboardReply>>();

  constructor(token: string) {
    this.http = new Http(token);
  }

  sweeps(signal: AbortSignal): Promise<SweepsReply> {
    return this.http.get('/sweeps', signal);
  }

  async leaderboard(sweep: string, signal: AbortSignal): Promise<LeaderboardReply> {
    const known = this.#leaderboards.get(sweep);
    const read = await this.http.getUnlessKnown(`/sweeps/${id(sweep)}/leaderboard`, known, signal);
    this.#leaderboards.set(sweep, read);
    return read.content;
  }

  status(sweep: string, signal: AbortSignal): Promise<StatusReply> {
    return this.http.get(`/sweeps/${id(sweep)}/status`, signal);
  }

  importance(sweep: string, signal: AbortSignal): Promise<ImportanceReply> {
    return this.http.get(`/sweeps/${id(sweep)}/importance`, signal);
  }

  curves(sweep: string, trials: readonly string[], signal: AbortSignal): Promise<CurvesReply> {
    return this.http.get(`/sweeps/${id(sweep)}/curves?trials=${trials.map(id).join(',')}`, signal);
  }

  compare(sweep: string, trials: readonly string[], signal: AbortSignal): Promise<CompareReply> {
    return this.http.get(`/sweeps/${id(sweep)}/compare?trials=${trials.map(id).join(',')}&limit=24`, signal);
  }

  trial(sweep: string, trial: string, signal: AbortSignal): Promise<TrialReply> {
    return this.http.get(`/sweeps/${id(sweep)}/trials/${id(trial)}`, signal);
  }

  mistakes(sweep: string, trial: string, limit: number, signal: AbortSignal): Promise<MistakesReply> {
    return this.http.get(`/sweeps/${id(sweep)}/trials/${id(trial)}/mistakes?limit=${limit}`, signal);
  }

  log(
    sweep: string,
    trial: string,
    of: { readonly fold: number; readonly attempt: number },
    signal: AbortSignal,
  ): Promise<LogReply> {
    const query = `fold=${of.fold}&attempt=${of.attempt}&lines=200`;
    return this.http.get(`/sweeps/${id(sweep)}/trials/${id(trial)}/log?${query}`, signal);
  }

  sweepFile(sweep: string, trial: string, signal: AbortSignal): Promise<SweepFileReply> {
    return this.http.get(`/sweeps/${id(sweep)}/trials/${id(trial)}/sweep-file`, signal);
  }

  /** A picture of the competition; its bytes come with the token, so an `<img>` alone cannot ask for it. */
  async image(sweep: string, image: string, signal: AbortSignal): Promise<Blob> {
    return (await this.http.send(`/sweeps/${id(sweep)}/images/${id(image)}`, { signal })).blob();
  }

  change(verb: Verb, sweep: string, runs: NamedRuns): Promise<ChangeReply> {
    return this.http.post(`/${verb}`, { sweep, ...runs });
  }

  prioritize(sweep: string, trial: string, priority: number): Promise<ChangeReply> {
    return this.http.post('/prioritize', { sweep, trial, priority });
  }

  annotate(change: AnnotateRequest): Promise<ChangeReply> {
    return this.http.post('/annotate', change);
  }
}

function id(text: string): string {
  return encodeURIComponent(text);
}
