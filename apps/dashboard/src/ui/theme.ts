import { useSyncExternalStore } from 'react';

const key = 'frostline-theme';
const changed = 'frostline:theme';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** Puts the reader's choice on the page; before the first paint, so that it never flashes. */
export function applyTheme(): void {
  const theme = readTheme();
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(key, theme);
  applyTheme();
  dispatchEvent(new Event(changed));
}

/** The reader's choice. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, readTheme);
}

/** Whether the page is dark now, whoever decided it: what a canvas must be redrawn for. */
export function useDark(): boolean {
  return useSyncExternalStore(subscribe, () => {
    const theme = readTheme();
    return theme === 'system' ? darkMedia().matches : theme === 'dark';
  });
}

function readTheme(): Theme {
  const stored = localStorage.getItem(key);
  return themes.find((theme) => theme === stored) ?? 'system';
}

function darkMedia(): MediaQueryList {
  return matchMedia('(prefers-color-scheme: dark)');
}

function subscribe(listener: () => void): () => void {
  const media = darkMedia();
  media.addEventListener('change', listener);
  addEventListener(changed, listener);
  return () => {
    media.removeEventListener('change', listener);
    removeEventListener(changed, listener);
  };
}
