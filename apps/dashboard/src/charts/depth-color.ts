import { freezeDepth } from '../model/freeze-depth.js';
import type { Colors } from '../ui/colors.js';

/** How a strategy is drawn as a point: ice to thaw by its depth, and a shape by its kind. */
export function depthMark(
  freeze: string,
  deepest: number,
  colors: Colors,
): { readonly color: string; readonly symbol: 'circle' | 'diamond' | 'rect'; readonly hollow: boolean } {
  const { frozen, kind } = freezeDepth(freeze, deepest);
  const at = (share: number): string => colors.ice[Math.round(share * (colors.ice.length - 1))] ?? colors.ink;
  switch (kind) {
    case 'scratch':
      return { color: colors.scratch, symbol: 'circle', hollow: true };
    case 'thawing':
      return { color: at(frozen / 2), symbol: 'diamond', hollow: false };
    case 'scattered':
      return { color: at(frozen), symbol: 'rect', hollow: false };
    case 'fixed':
      return { color: at(frozen), symbol: 'circle', hollow: false };
  }
}
