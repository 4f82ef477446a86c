/** A note in its field, beside the one that it began from. */
export interface NoteDraft {
  /** As it was stored when nothing had been typed. */
  readonly base: string;
  readonly text: string;
  /** What was sent to be stored and has not been seen to be; null: nothing. */
  readonly sent: string | null;
}

/** Whether a draft is as stored, has been changed here, or also elsewhere meanwhile. */
export type DraftState = 'stored' | 'changed' | 'conflict';

export function draftOf(stored: string): NoteDraft {
  return { base: stored, text: stored, sent: null };
}

/** The draft once it is known what is stored: a field in which nothing was typed takes it up. */
export function withStored(draft: NoteDraft, stored: string): NoteDraft {
  if (stored === draft.base) return draft;
  if (stored === draft.text || draft.text === draft.base) return draftOf(stored);
  return stored === draft.sent ? { ...draft, base: stored, sent: null } : draft;
}

/** How a draft stands to what is stored; what differs from its beginning and was not sent from here is another's. */
export function draftState(draft: NoteDraft, stored: string): DraftState {
  const { base, text, sent } = withStored(draft, stored);
  if (text === base) return 'stored';
  return stored === base || stored === sent ? 'changed' : 'conflict';
}

/** The draft with what is stored as its beginning: saved then, it takes the other's place. */
export function overStored(draft: NoteDraft, stored: string): NoteDraft {
  return { ...draft, base: stored };
}
