import { useMemo } from 'react';
import { readColors, type Colors } from '../ui/colors.js';
import { useDark } from '../ui/theme.js';

/** The colours of the theme that holds now, for what is drawn on a canvas. */
export function useColors(): Colors {
  const dark = useDark();
  return useMemo(() => ({ ...readColors(), dark }), [dark]);
}
