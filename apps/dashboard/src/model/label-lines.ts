/** The line on which a name stands below an axis. */
export interface LabelLine {
  readonly text: string;
  /** On the second line. */
  readonly low: boolean;
}

/** Characters below an axis, at the least width of the page: names are set in ten pixels. */
const room = 46;

/**
 * Places the names of an axis's values so that none covers another: on one line where they fit, else on two by turns,
 * shortened in the middle where that is still too little: names of one family differ at their ends.
 */
export function labelLines(names: readonly string[]): LabelLine[] {
  const band = room / Math.max(1, names.length);
  const fits = names.every((name) => name.length + 2 <= band);
  const most = Math.max(3, Math.floor(2 * band) - 2);
  return names.map((name, index) => ({ text: shorten(name, most), low: !fits && index % 2 === 1 }));
}

function shorten(name: string, most: number): string {
  if (name.length <= most) return name;
  const tail = Math.floor((most - 1) / 2);
  return `${name.slice(0, most - 1 - tail)}…${name.slice(name.length - tail)}`;
}
