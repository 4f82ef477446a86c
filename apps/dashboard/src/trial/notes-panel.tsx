import type { TrialReply } from '@frostline/protocol';
import { useState, type ReactNode } from 'react';
import { useAnnotate } from '../client/use-change.js';
import { Icon } from '../ui/icon.js';
import { Panel } from '../ui/panel.js';
import { TagForm } from '../ui/tag-form.js';

/** What people have noted: tags and a text, saved when the field is left. */
export function NotesPanel({
  sweep,
  trial,
}: {
  readonly sweep: string;
  readonly trial: TrialReply;
}): ReactNode {
  const annotate = useAnnotate(sweep);
  const [note, setNote] = useState(trial.note);
  const { id, tags } = trial;
  return (
    <Panel
      title="Tags and note"
      aside={
        <span className={annotate.isError ? 'failure' : 'panel-remark'} role="status">
          {annotate.isError
            ? annotate.error.message
            : annotate.isPending
              ? 'saving'
              : note === trial.note
                ? ''
                : 'not saved yet'}
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
        <textarea
          className="field"
          aria-label="Note"
          placeholder="What should be remembered about this trial?"
          maxLength={4000}
          value={note}
          onChange={(event) => {
            setNote(event.target.value);
          }}
          onBlur={() => {
            if (note !== trial.note) annotate.mutate({ trial: id, note });
          }}
        />
      </div>
    </Panel>
  );
}
