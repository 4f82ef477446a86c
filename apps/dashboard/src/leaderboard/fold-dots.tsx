import type { LeaderboardTrial } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { finite, formatScore } from '../model/numbers.js';
import type { ValueScale } from '../model/score-scale.js';

const width = 136;
const margin = 5;

/** Each fold's score as a dot on the scale that all rows share, with the mean and one standard deviation. */
export function FoldDots({
  trial,
  scale,
}: {
  readonly trial: Pick<LeaderboardTrial, 'foldScores' | 'foldMean' | 'foldSd'>;
  readonly scale: ValueScale | null;
}): ReactNode {
  const scores = trial.foldScores.flatMap((score) => finite(score) ?? []);
  if (scale === null || scores.length === 0) return <span className="quiet">–</span>;
  const x = (value: number): number => margin + scale.place(value) * (width - 2 * margin);
  const mean = finite(trial.foldMean);
  const sd = finite(trial.foldSd) ?? 0;
  return (
    <svg
      className="fold-dots"
      width={width}
      height="18"
      viewBox={`0 0 ${width} 18`}
      role="img"
      aria-label={`folds ${scores.map((score) => formatScore(score)).join(', ')}`}
    >
      <path d={`M0 9H${width}`} stroke="var(--line)" />
      {mean !== null && (
        <>
          <path
            d={`M${x(mean - sd)} 9H${x(mean + sd)}`}
            stroke="var(--growth)"
            strokeWidth="2"
            opacity="0.45"
          />
          <path d={`M${x(mean)} 3V15`} stroke="var(--growth)" strokeWidth="1.500" />
        </>
      )}
      {scores.map((score, fold) => (
        <circle
          key={fold}
          cx={x(score)}
          cy="9"
          r="3"
          fill="var(--growth)"
          fillOpacity="0.75"
          stroke="var(--surface)"
          strokeWidth="0.800"
        />
      ))}
    </svg>
  );
}
