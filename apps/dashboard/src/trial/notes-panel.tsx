import type { TrialReply } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { useAnnotate } from '../client/use-change.js';
import { Icon } from '../ui/icon.js';
import { Panel } from '../ui/panel.js';
import { TagForm } from '../ui/tag-form.js';
import { NoteField } from './note-field.js';
import { useNote, type EditedNote } from './use-note.js';

const words: Record<EditedNote['state'], string> = {
  stored: '',
  saved: 'saved',
  changed: 'not saved yet',
  saving: 'saving',
  conflict: 'not saved',
};

/** What people have noted: tags and a text, saved when the field is left. */
export function NotesPanel({
  sweep,
  trial,
}: {
  readonly sweep: string;
  readonly trial: TrialReply;
}): ReactNode {
  const annotate = useAnnotate(sweep);
  const note = useNote(sweep, trial);
  const problem = note.problem ?? annotate.error?.message;
  const { id, tags } = trial;
  return (
    <Panel
      title="Tags and note"
      aside={
        <span className={problem === undefined ? 'panel-remark' : 'failure'} role="status">
          {problem ?? (annotate.isPending ? 'saving' : words[note.state])}
        </span>
      }
    >
      <div className="notes">
        <div className="notes-tags">
          {tags.map((name) => (
            <button
              key={name}
              type="button"
              className="chip"
              aria-label={`Remove tag ${name}`}
              onClick={() => {
                annotate.mutate({ trial: id, tags: tags.filter((other) => other !== name) });
              }}
            >
              {name}
              <Icon name="close" />
            </button>
          ))}
          <TagForm label="New tag" placeholder="add a tag" trials={[trial]} annotate={annotate.mutate} />
        </div>
        <NoteField note={note} stored={trial.note} />
      </div>
    </Panel>
  );
}
