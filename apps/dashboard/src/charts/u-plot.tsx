import { useEffect, useRef, type ReactNode } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

/** A chart by uPlot, as wide as its place; made anew when its options change, since uPlot's series are fixed. */
export function UPlotChart({
  options,
  data,
  height,
  label,
}: {
  readonly options: Omit<UPlot.Options, 'width' | 'height'>;
  readonly data: UPlot.AlignedData;
  readonly height: number;
  readonly label: string;
}): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = element.current;
    if (place === null) return undefined;
    const chart = new UPlot({ ...options, width: place.clientWidth, height }, data, place);
    const observer = new ResizeObserver(() => {
      chart.setSize({ width: place.clientWidth, height });
    });
    observer.observe(place);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [options, data, height]);
  return <div ref={element} className="u-plot" role="img" aria-label={label} style={{ height }} />;
}
