/** The page's colours as a canvas needs them: resolved for the theme that holds now. */
export interface Colors {
  readonly dark: boolean;
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly ground: string;
  readonly surface: string;
  readonly accent: string;
  /** From thawed to frozen. */
  readonly ice: readonly string[];
  readonly scratch: string;
  /** From the worst to the best score. */
  readonly growth: readonly string[];
  readonly trials: readonly string[];
}

/** Number of colours for trials that are drawn together. */
export const trialColors = 8;

/** Reads the colours from the style sheet. */
export function readColors(): Omit<Colors, 'dark'> {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const read = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const scale = (name: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => read(`${name}-${index}`));
  const colors = {
    ink: read('ink'),
    quiet: read('ink-3'),
    line: read('line'),
    ground: read('ground'),
    surface: read('surface'),
    accent: read('accent'),
    ice: scale('ice', 5),
    scratch: read('scratch'),
    growth: scale('growth', 6),
    trials: scale('trial', trialColors),
  };
  probe.remove();
  return colors;
}
