import type { TrialReply } from '@frostline/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useApi } from '../client/api-context.js';
import { queries } from '../client/queries.js';
import { draftOf, draftState, overStored, withStored, type NoteDraft } from '../model/note-draft.js';
import { keepDraft, keptDraft } from './kept-drafts.js';

/** A trial's note as it is being edited. */
export interface EditedNote {
  readonly text: string;
  /** What to say of it. */
  readonly state: 'stored' | 'saved' | 'changed' | 'saving' | 'conflict';
  /** Why it could not be saved; null where it could. */
  readonly problem: string | null;
  change(text: string): void;
  /** Stores it where it was changed, and nobody else has changed it meanwhile. */
  save(): void;
  /** Of a conflict: stores this one in place of the other, or takes up the other. */
  keepMine(): void;
  takeTheirs(): void;
}

/** The note of a trial: follows what is stored, and stores what was typed when told to and when its field goes away. */
export function useNote(sweep: string, { id, note: stored }: TrialReply): EditedNote {
  const api = useApi();
  const client = useQueryClient();
  const [kept, setDraft] = useState(() => keptDraft(id) ?? draftOf(stored));
  const draft = withStored(kept, stored);
  if (draft !== kept) setDraft(draft);
  const saving = useMutation({
    mutationFn: async (sent: NoteDraft) => {
      // What is shown may be old: the page was asleep, or another saved a moment ago.
      const now = await client.fetchQuery({ ...queries.trial(api, sweep, id), staleTime: 0, retry: false });
      if (draftState(sent, now.note) === 'conflict') return 'conflict';
      await api.annotate({ sweep, trial: id, note: sent.text });
      if (keptDraft(id)?.text === sent.text) keepDraft(id, null);
      return 'saved';
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['sweep', sweep] }),
    onSuccess: (outcome) => {
      if (outcome === 'conflict') setDraft((now) => ({ ...now, sent: null }));
    },
    onError: () => {
      setDraft((now) => ({ ...now, sent: null }));
    },
  });
  const state = draftState(draft, stored);
  const store = (changed: NoteDraft): void => {
    if (changed.text === changed.sent) return;
    setDraft({ ...changed, sent: changed.text });
    saving.mutate({ ...changed, sent: null });
  };
  const save = (): void => {
    if (state === 'changed') store(draft);
  };
  useEffect(() => {
    keepDraft(id, state === 'stored' ? null : draft);
  }, [id, state, draft]);
  const leave = useRef(save);
  useEffect(() => {
    leave.current = save;
  });
  useEffect(
    () => () => {
      leave.current();
    },
    [],
  );
  return {
    text: draft.text,
    state: saving.isPending
      ? 'saving'
      : state === 'stored' && saving.data === 'saved' && saving.variables.text === draft.text
        ? 'saved'
        : state,
    problem: saving.error?.message ?? null,
    change: (text) => {
      setDraft({ ...draft, text });
    },
    save,
    keepMine: () => {
      store(overStored(draft, stored));
    },
    takeTheirs: () => {
      setDraft(draftOf(stored));
    },
  };
}
