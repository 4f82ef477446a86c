/** A tensor's extents, outermost first. */
export type Shape = readonly number[];

export const elementCount = (shape: Shape): number => shape.reduce((product, extent) => product * extent, 1);

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((extent, axis) => extent === b[axis]);

/** A shape as torch prints it: `torch.Size([1, 20, 248, 248])`. */
export const torchSize = (shape: Shape): string => `torch.Size([${shape.join(', ')}])`;
