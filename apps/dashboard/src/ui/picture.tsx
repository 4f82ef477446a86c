import type { ReactNode } from 'react';
import { useImage } from '../client/use-image.js';

/** A picture of the competition, in a frame that is there before it. */
export function Picture({
  sweep,
  image,
  alt,
}: {
  readonly sweep: string;
  readonly image: string;
  readonly alt: string;
}): ReactNode {
  const url = useImage(sweep, image);
  return (
    <span className="picture">
      {url === 'missing' ? 'no picture' : url !== null && <img src={url} alt={alt} />}
    </span>
  );
}
