/** Fill and text for a place on the scale of scores, 0..1: five steps of growth, text that stays readable on each. */
export function growthClass(place: number): string {
  return `growth-${Math.min(5, Math.max(0, Math.round(place * 5)))}`;
}
