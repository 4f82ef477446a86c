import type { ReactNode } from 'react';

const paths = {
  pin: 'M9.500 2.500 13.500 6.500 10.500 7.500 8.500 11.500 4.500 7.500 8.500 5.500ZM6.500 9.500 2.500 13.500',
  check: 'M3 8.500 6.500 12 13 4.500',
  close: 'M4 4l8 8M12 4l-8 8',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.700 10.700 14 14',
  filter: 'M2 4h12M4.500 8h7M7 12h2',
  columns: 'M2.500 3h11v10h-11ZM6.200 3v10M9.800 3v10',
  group: 'M2.500 3.500h11M5.500 8h8M5.500 12.500h8',
  sort: 'M5 3v10M2.500 10.500 5 13l2.500-2.500M11 13V3M8.500 5.500 11 3l2.500 2.500',
  up: 'M4 10l4-4 4 4',
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  left: 'M10 4L6 8l4 4',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1.500v1M8 13.500v1M1.500 8h1M13.500 8h1M3.400 3.400l.7.7M11.900 11.900l.7.7M12.600 3.400l-.7.7M4.100 11.900l-.7.7',
  moon: 'M13.500 9.500A6 6 0 0 1 6.500 2.500a6 6 0 1 0 7 7Z',
  system: 'M2 3h12v8H2ZM6 14h4M8 11v3',
  copy: 'M5.500 5.500h8v8h-8ZM10.500 5.500v-3h-8v8h3',
  download: 'M8 2.500v8M4.500 7.500 8 11l3.500-3.500M2.500 13.500h11',
  note: 'M3 2.500h10v8l-3 3H3ZM10 13.500v-3h3M5.500 5.500h5M5.500 8h3',
  panel: 'M2 3h12v10H2ZM9.500 3v10',
  pause: 'M5 3.500v9M11 3.500v9',
  play: 'M5 3l8 5-8 5Z',
  retry: 'M13 8a5 5 0 1 1-1.500-3.500M13 2.500V5h-2.500',
} as const;

export type IconName = keyof typeof paths;

/** A line drawing beside or instead of a word; never the only thing that says what a control does. */
export function Icon({ name }: { readonly name: IconName }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
