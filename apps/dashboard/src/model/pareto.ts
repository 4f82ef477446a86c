/** A trial's cost and score. */
export interface CostPoint {
  readonly id: string;
  readonly seconds: number;
  readonly score: number;
}

/** The points that no other beats in both cost and score, cheapest first. */
export function paretoFront(points: readonly CostPoint[], goal: 'maximize' | 'minimize'): CostPoint[] {
  const better = (a: number, b: number): boolean => (goal === 'maximize' ? a > b : a < b);
  const front: CostPoint[] = [];
  const sorted = [...points].sort(
    (a, b) => a.seconds - b.seconds || (better(a.score, b.score) ? -1 : Number(better(b.score, a.score))),
  );
  for (const point of sorted) {
    const last = front.at(-1);
    if (last === undefined || better(point.score, last.score)) front.push(point);
  }
  return front;
}
