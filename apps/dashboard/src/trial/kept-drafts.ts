import type { NoteDraft } from '../model/note-draft.js';

/** Notes that were typed and are not stored, by trial: they outlive their field. */
const drafts = new Map<string, NoteDraft>();

export function keptDraft(trial: string): NoteDraft | undefined {
  return drafts.get(trial);
}

/** Keeps a trial's draft, or forgets it once it is stored; while any is kept, the browser asks before it leaves the page. */
export function keepDraft(trial: string, draft: NoteDraft | null): void {
  if (draft === null) drafts.delete(trial);
  else drafts.set(trial, draft);
  if (drafts.size > 0) addEventListener('beforeunload', ask);
  else removeEventListener('beforeunload', ask);
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
