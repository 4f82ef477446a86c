import type { Annotation } from '@frostline/protocol';

/** The columns of `annotation`; all null where nothing is noted. */
export interface StoredAnnotation {
  readonly tags: string | null;
  readonly note: string | null;
  readonly pinned: number | null;
}

export function loadAnnotation({ tags, note, pinned }: StoredAnnotation): Annotation {
  return {
    tags: tags === null ? [] : (JSON.parse(tags) as string[]),
    note: note ?? '',
    pinned: pinned === 1,
  };
}
