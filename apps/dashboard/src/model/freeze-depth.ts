/** How a freeze strategy stands to the frost line: how deep it is frozen, and whether that changes while it trains. */
export interface FreezeDepth {
  /** Share of the net that is frozen, 0..1; of a strategy that thaws while it trains, at its start. */
  readonly frozen: number;
  readonly kind: 'fixed' | 'thawing' | 'scattered' | 'scratch';
}

/**
 * How much of a net a strategy freezes. The page knows the strategies' names but no backbone's stages, so the depth of
 * `until:k` is taken against `deepest`, the largest index among the strategies that are compared.
 */
export function freezeDepth(freeze: string, deepest = 3): FreezeDepth {
  const [name = '', argument = ''] = freeze.split(':');
  switch (name) {
    case 'scratch':
      return { frozen: 0, kind: 'scratch' };
    case 'head':
      return { frozen: 1, kind: 'fixed' };
    case 'until':
      return { frozen: untilDepth(argument, deepest), kind: 'fixed' };
    case 'surgical':
      return { frozen: 0.8, kind: 'scattered' };
    case 'norm':
    case 'bias':
      return { frozen: 0.9, kind: 'scattered' };
    case 'lp-ft':
    case 'gradual':
      return { frozen: 1, kind: 'thawing' };
    default:
      return { frozen: 0, kind: 'fixed' };
  }
}

/** Strategies from the most frozen to the most thawed; a thawing one stands by its mean over time. */
export function byDepth(freezes: readonly string[]): string[] {
  const deepest = deepestStage(freezes);
  const place = (freeze: string): number => {
    const { frozen, kind } = freezeDepth(freeze, deepest);
    if (kind === 'thawing') return frozen / 2;
    return kind === 'scratch' ? -1 : frozen;
  };
  return [...freezes].sort((a, b) => place(b) - place(a) || a.localeCompare(b, 'en', { numeric: true }));
}

/** The largest stage index among some strategies, at least 3. */
export function deepestStage(freezes: readonly string[]): number {
  return freezes.reduce((deepest, freeze) => {
    const [name = '', argument = ''] = freeze.split(':');
    const stage = name === 'until' || name === 'surgical' ? stageIndex(argument) : null;
    return stage === null ? deepest : Math.max(deepest, stage);
  }, 3);
}

function untilDepth(argument: string, deepest: number): number {
  const stage = stageIndex(argument);
  if (stage === null) return 0.5;
  const stages = deepest + 2;
  return Math.min(1, Math.max(0, stage < 0 ? (stages + stage) / stages : (stage + 1) / stages));
}

/** An index as written, or the number at the end of a stage's name. */
function stageIndex(argument: string): number | null {
  if (/^-?\d+$/.test(argument)) return Number(argument);
  const digits = /(\d+)$/.exec(argument)?.[1];
  return digits === undefined ? null : Number(digits);
}
