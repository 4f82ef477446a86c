import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../packages/model/golden/torchvision/', import.meta.url));

/** The nets of which reference values are committed: one of each family. */
export const goldenNets = readdirSync(folder).map((file) => file.replace('.json', ''));

/** The file of such a net. */
export const goldenFile = (net: string): string => `${folder}${net}.json`;
