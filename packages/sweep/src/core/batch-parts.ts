import { equalParts } from '@frostline/protocol';

/**
 * Into how many micro-batches an attempt divides its batches after so many failures for want of memory: at least twice
 * as many after each, until a micro-batch is one image.
 */
export function batchParts(batchSize: number, shortages: number): number {
  let parts = 1;
  for (let shortage = 0; shortage < shortages; shortage++) parts = equalParts(batchSize, parts * 2);
  return parts;
}
