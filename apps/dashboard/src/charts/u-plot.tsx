import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

/**
 * A chart by uPlot, as wide as its place; made anew when its options change, since uPlot's series are fixed. Its cursor
 * follows the mouse, and by keyboard the arrows, Home, End and Escape; what stands there is told as a slider's value is.
 */
export function UPlotChart({
  options,
  data,
  height,
  label,
  at,
  said,
  onCursor,
}: {
  readonly options: Omit<UPlot.Options, 'width' | 'height'>;
  readonly data: UPlot.AlignedData;
  readonly height: number;
  readonly label: string;
  /** Where the cursor is, an index of the data; null: nowhere. */
  readonly at: number | null;
  /** What the data are at the cursor, in words. */
  readonly said: string;
  onCursor(at: number | null): void;
}): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<UPlot | null>(null);
  const latest = useRef({ data, onCursor });
  useEffect(() => {
    latest.current = { data, onCursor };
  }, [data, onCursor]);
  useEffect(() => {
    const place = element.current;
    if (place === null) return undefined;
    const setCursor = ({ cursor }: UPlot): void => {
      latest.current.onCursor(cursor.idx ?? null);
    };
    const size = { width: place.clientWidth, height };
    const made = new UPlot(
      { ...options, ...size, hooks: { setCursor: [setCursor] } },
      latest.current.data,
      place,
    );
    chart.current = made;
    const observer = new ResizeObserver(() => {
      made.setSize({ width: place.clientWidth, height });
    });
    observer.observe(place);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [options, height]);
  useEffect(() => {
    if (chart.current !== null && chart.current.data !== data) chart.current.setData(data);
  }, [data]);
  const last = data[0].length - 1;
  const move = (event: KeyboardEvent): void => {
    const to: Record<string, number | null> = {
      ArrowRight: at === null ? 0 : Math.min(last, at + 1),
      ArrowLeft: at === null ? last : Math.max(0, at - 1),
      Home: 0,
      End: last,
      Escape: null,
    };
    const next = to[event.key];
    if (next === undefined || chart.current === null) return;
    event.preventDefault();
    const left = next === null ? -10 : chart.current.valToPos(data[0][next] ?? 0, 'x');
    chart.current.setCursor({ left, top: next === null ? -10 : 0 });
  };
  return (
    <div
      ref={element}
      className="u-plot"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={at ?? last}
      aria-valuetext={said}
      style={{ height }}
      onKeyDown={move}
    />
  );
}
