import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode } from 'react';
import { useApi } from '../client/api-context.js';
import { queries } from '../client/queries.js';
import { shortId } from '../model/trials.js';
import { CopyButton } from '../ui/copy-button.js';
import { saveText } from '../ui/save-text.js';
import { Icon } from '../ui/icon.js';
import { QueryView } from '../ui/query-view.js';

/** A sweep file of this one trial, to be copied or saved, changed and launched. */
export function CloneDialog({
  sweep,
  trial,
  onClose,
}: {
  readonly sweep: string;
  readonly trial: string;
  onClose(): void;
}): ReactNode {
  const api = useApi();
  const query = useQuery(queries.sweepFile(api, sweep, trial));
  const dialog = useRef<HTMLDialogElement>(null);
  const name = `sweep-${shortId(trial)}.yaml`;
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="clone" aria-labelledby="clone-title" onClose={onClose}>
      <div className="clone-body">
        <h2 id="clone-title">Clone as YAML</h2>
        <p className="quiet">
          Save it beside the sweep file, change what you like, and run <code>frostline launch {name}</code>.
        </p>
        <QueryView query={query} lines={8}>
          {({ yaml }) => (
            <>
              <pre tabIndex={0} aria-label="Sweep file">
                {yaml}
              </pre>
              <div className="clone-actions">
                <CopyButton text={yaml} strong />
                <button
                  type="button"
                  className="button"
                  onClick={() => {
                    saveText(name, yaml);
                  }}
                >
                  <Icon name="download" />
                  Save {name}
                </button>
                <button
                  type="button"
                  className="button"
                  onClick={() => {
                    dialog.current?.close();
                  }}
                >
                  Close
                </button>
              </div>
            </>
          )}
        </QueryView>
      </div>
    </dialog>
  );
}
