import type { AnnotateRequest, ChangeReply } from '@frostline/protocol';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { NamedRuns, Verb } from './api.js';
import { useApi } from './api-context.js';

export interface Change extends NamedRuns {
  readonly verb: Verb;
}

/** Stops, resumes or retries; what is shown of the sweep is fetched again afterwards. */
export function useChange(sweep: string): UseMutationResult<ChangeReply, Error, Change> {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ verb, ...runs }: Change) => api.change(verb, sweep, runs),
    onSettled: () => client.invalidateQueries({ queryKey: ['sweep', sweep] }),
  });
}

/** Sets when a trial's waiting runs are begun. */
export function usePrioritize(sweep: string, trial: string): UseMutationResult<ChangeReply, Error, number> {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (priority: number) => api.prioritize(sweep, trial, priority),
    onSettled: () => client.invalidateQueries({ queryKey: ['sweep', sweep] }),
  });
}

/** Notes something about a trial. */
export function useAnnotate(
  sweep: string,
): UseMutationResult<ChangeReply, Error, Omit<AnnotateRequest, 'sweep'>> {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: Omit<AnnotateRequest, 'sweep'>) => api.annotate({ ...change, sweep }),
    onSettled: () => client.invalidateQueries({ queryKey: ['sweep', sweep] }),
  });
}
