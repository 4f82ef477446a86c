import type { ReactNode } from 'react';
import { Icon } from '../ui/icon.js';
import { chooseTheme, themes, useTheme } from '../ui/theme.js';

const icons = { system: 'system', light: 'sun', dark: 'moon' } as const;

/** Steps through system, light and dark. */
export function ThemeSwitch(): ReactNode {
  const theme = useTheme();
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={`Theme: ${theme}; change to ${next}`}
      title={`Theme: ${theme}`}
      onClick={() => {
        chooseTheme(next);
      }}
    >
      <Icon name={icons[theme]} />
    </button>
  );
}
