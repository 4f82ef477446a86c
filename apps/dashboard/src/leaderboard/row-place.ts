/** Where a line of the virtual table stands. */
export interface RowPlace {
  readonly id: string;
  readonly index: number;
  /** Pixels from the top of the lines. */
  readonly start: number;
  readonly size: number;
  /** Whether the keyboard is on it. */
  readonly active: boolean;
}

/** Attributes of a line: its place for the eye and for a screen reader, whose first row is the head. */
export function placed(place: RowPlace): {
  id: string;
  role: 'row';
  'aria-rowindex': number;
  'data-active': '' | undefined;
} {
  return {
    id: place.id,
    role: 'row',
    'aria-rowindex': place.index + 2,
    'data-active': place.active ? '' : undefined,
  };
}
