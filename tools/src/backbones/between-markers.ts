import { InputError } from '@frostline/base';

/** A text with what stands between `<!-- NAME -->` and `<!-- /NAME -->` replaced. @throws InputError `markers` */
export function betweenMarkers(text: string, name: string, content: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  if (start < 0 || end < start)
    throw new InputError('markers', 'the text has no place for what is generated', {
      allowed: `${open} and, after it, ${close}`,
    });
  return `${text.slice(0, start + open.length)}\n\n${content}\n${text.slice(end)}`;
}
