import { useEffect, useState, type RefObject } from 'react';

/** Whether columns of the table lie beyond its right edge; asked again when it is scrolled or its head changes its width. */
export function useMoreColumns(scroller: RefObject<HTMLElement | null>, template: string): boolean {
  const [more, setMore] = useState(false);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const measure = (): void => {
      setMore(element.scrollLeft + element.clientWidth < element.scrollWidth - 1);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [scroller, template]);
  return more;
}
