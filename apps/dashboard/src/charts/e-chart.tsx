import type { EChartsType } from 'echarts/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { createChart } from './echarts.js';

export type ChartOption = Parameters<EChartsType['setOption']>[0];

/** A chart by ECharts. What it shows is also in the table; a screen reader hears its label. */
export function EChart({
  option,
  label,
  className,
  height,
  onPick,
}: {
  readonly option: ChartOption;
  readonly label: string;
  readonly className?: string;
  /** Pixels, where the style sheet does not say. */
  readonly height?: number;
  /** A click on a point that carries an id. */
  onPick?(id: string): void;
}): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const pick = useRef(onPick);
  useEffect(() => {
    pick.current = onPick;
  }, [onPick]);
  useEffect(() => {
    if (element.current === null) return undefined;
    const made = createChart(element.current);
    chart.current = made;
    made.on('click', ({ data }) => {
      if (isPoint(data)) pick.current?.(data.id);
    });
    const observer = new ResizeObserver(() => {
      made.resize();
    });
    observer.observe(element.current);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(option, { notMerge: true });
  }, [option]);
  return (
    <div
      ref={element}
      role="img"
      aria-label={label}
      {...(className !== undefined && { className })}
      {...(height !== undefined && { style: { height } })}
    />
  );
}

function isPoint(data: unknown): data is { readonly id: string } {
  return typeof data === 'object' && data !== null && 'id' in data && typeof data.id === 'string';
}
