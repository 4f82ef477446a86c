import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Api } from './api.js';

/** What is fetched, under which key it is kept: everything of a sweep below `['sweep', id]`. */
export const queries = {
  sweeps: (api: Api) =>
    queryOptions({
      queryKey: ['sweeps'],
      queryFn: ({ signal }) => api.sweeps(signal),
      staleTime: 5_000,
      // Without a sweep there is no stream that would tell of the first.
      refetchInterval: ({ state }) => (state.data?.sweeps.length === 0 ? 2_000 : false),
    }),

  leaderboard: (api: Api, sweep: string) =>
    queryOptions({
      queryKey: ['sweep', sweep, 'leaderboard'],
      queryFn: ({ signal }) => api.leaderboard(sweep, signal),
      // Ten thousand trials are compared with the last ones for longer than they are drawn.
      structuralSharing: false,
    }),

  status: (api: Api, sweep: string) =>
    queryOptions({
      queryKey: ['sweep', sweep, 'status'],
      queryFn: ({ signal }) => api.status(sweep, signal),
    }),

  /** Not below the sweep's key: a forest takes its time, so it follows the sweep at its own pace. */
  importance: (api: Api, sweep: string, live: boolean) =>
    queryOptions({
      queryKey: ['importance', sweep],
      queryFn: ({ signal }) => api.importance(sweep, signal),
      staleTime: 20_000,
      refetchInterval: live ? 30_000 : false,
    }),

  curves: (api: Api, sweep: string, trials: readonly string[]) =>
    queryOptions({
      queryKey: ['sweep', sweep, 'curves', ...trials],
      queryFn: ({ signal }) => api.curves(sweep, trials, signal),
      enabled: trials.length > 0,
      placeholderData: keepPreviousData,
    }),

  compare: (api: Api, sweep: string, trials: readonly string[]) =>
    queryOptions({
      queryKey: ['sweep', sweep, 'compare', ...trials],
      queryFn: ({ signal }) => api.compare(sweep, trials, signal),
      enabled: trials.length > 1,
    }),

  trial: (api: Api, sweep: string, trial: string) =>
    queryOptions({
      queryKey: ['sweep', sweep, 'trial', trial],
      queryFn: ({ signal }) => api.trial(sweep, trial, signal),
    }),

  mistakes: (api: Api, sweep: string, trial: string, limit: number) =>
    queryOptions({
      queryKey: ['sweep', sweep, 'mistakes', trial, limit],
      queryFn: ({ signal }) => api.mistakes(sweep, trial, limit, signal),
      placeholderData: keepPreviousData,
    }),

  log: (api: Api, sweep: string, trial: string, fold: number, attempt: number) =>
    queryOptions({
      queryKey: ['sweep', sweep, 'log', trial, fold, attempt],
      queryFn: ({ signal }) => api.log(sweep, trial, { fold, attempt }, signal),
    }),

  sweepFile: (api: Api, sweep: string, trial: string) =>
    queryOptions({
      queryKey: ['sweep', sweep, 'sweep-file', trial],
      queryFn: ({ signal }) => api.sweepFile(sweep, trial, signal),
    }),
};
