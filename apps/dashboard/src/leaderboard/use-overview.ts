import { useMedia } from '../ui/use-media.js';
import { useView } from '../url/use-view.js';

/** Whether the overview is shown: as the URL says, else where there is room beside the table. */
export function useOverview(): boolean {
  const { view } = useView();
  const wide = useMedia('(width >= 900px)');
  return view.overview ?? wide;
}
