import type { ReactNode } from 'react';
import { useView } from '../url/use-view.js';

/** How curves are drawn: on a logarithmic scale, with a line for each fold; it stands in the URL. */
export function CurveToggles(): ReactNode {
  const { view, go } = useView();
  return (
    <>
      <button
        type="button"
        className="button"
        aria-pressed={view.scale === 'log'}
        title="Values on a logarithmic scale; what is not above zero is left out"
        onClick={() => {
          go({ scale: view.scale === 'log' ? 'linear' : 'log' }, { replace: true });
        }}
      >
        Log
      </button>
      <button
        type="button"
        className="button"
        aria-pressed={view.foldLines}
        title="A thin line for each fold"
        onClick={() => {
          go({ foldLines: !view.foldLines }, { replace: true });
        }}
      >
        Folds
      </button>
    </>
  );
}
