import { InputError } from '@frostline/base';
import { torchSize, type Shape } from '../module/shape.js';

/** @throws InputError `layer-input` unless it holds */
export function checkLayerInput(holds: boolean, layer: object, input: Shape, allowed: string): void {
  if (holds) return;
  throw new InputError('layer-input', 'an input of this shape does not fit', {
    place: layer.constructor.name,
    found: torchSize(input),
    allowed,
  });
}
