import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from './run.js';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Folders of everything that can be published, from the root. */
export const publishable: readonly string[] = [
  ...readdirSync(`${root}packages`).map((name) => `packages/${name}`),
  'apps/dashboard',
  'apps/scheduler',
];

/** One tarball as `npm pack` describes it. */
export interface Packed {
  readonly name: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

/** Packs everything that can be published into `destination`, in the order of `publishable`. */
export async function packAll(destination: string): Promise<Packed[]> {
  const folders = publishable.map((folder) => `./${folder}`);
  const options = ['--pack-destination', destination, '--json', '--ignore-scripts'];
  return JSON.parse(await run(root, 'npm', ['pack', ...folders, ...options])) as Packed[];
}
