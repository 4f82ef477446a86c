import { useState, type ReactNode } from 'react';
import { usePrioritize } from '../client/use-change.js';

const limits = { min: -1_000, max: 1_000 };

/** When a trial's waiting runs are begun; set when the field is left. */
export function PriorityField({
  sweep,
  trial,
  priority,
}: {
  readonly sweep: string;
  readonly trial: string;
  readonly priority: number;
}): ReactNode {
  const prioritize = usePrioritize(sweep, trial);
  const [text, setText] = useState(String(priority));
  const set = (): void => {
    const wanted = text.trim() === '' ? NaN : Number(text);
    const sound = Number.isInteger(wanted) && wanted >= limits.min && wanted <= limits.max;
    if (sound && wanted !== priority) prioritize.mutate(wanted);
    if (!sound) setText(String(priority));
  };
  return (
    <form
      className="priority"
      title={`Waiting runs of a higher priority are begun first; ${limits.min} to ${limits.max}`}
      onSubmit={(event) => {
        event.preventDefault();
        set();
      }}
    >
      <label>
        Priority
        <input
          className="field number"
          type="number"
          step={1}
          {...limits}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
          }}
          onBlur={set}
        />
      </label>
      {prioritize.isError && (
        <span className="failure" role="alert">
          {prioritize.error.message}
        </span>
      )}
    </form>
  );
}
