import type { ReactNode } from 'react';
import type { EditedNote } from './use-note.js';

/** A trial's note, stored when its field is left; where another has changed it meanwhile, the person chooses. */
export function NoteField({
  note,
  stored,
}: {
  readonly note: EditedNote;
  readonly stored: string;
}): ReactNode {
  return (
    <>
      <textarea
        className="field"
        aria-label="Note"
        placeholder="What should be remembered about this trial?"
        maxLength={4000}
        value={note.text}
        onChange={(event) => {
          note.change(event.target.value);
        }}
        onBlur={note.save}
      />
      {note.state === 'conflict' && (
        <div className="note-conflict" role="alert">
          <p>
            <strong>This note was changed elsewhere while you typed.</strong> Yours is not saved. Stored is:
          </p>
          <blockquote>{stored === '' ? <span className="quiet">nothing</span> : stored}</blockquote>
          <button type="button" className="button" onClick={note.keepMine}>
            Save mine instead
          </button>
          <button type="button" className="button" onClick={note.takeTheirs}>
            Take the stored one
          </button>
        </div>
      )}
    </>
  );
}
