import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Environment } from './environment.js';
import type { HubPlace } from './registry.js';

/** The name of a repository's weights. */
export const hubFile = 'model.safetensors';

const branch = (place: HubPlace): string => place.revision ?? 'main';

/** Where Python's huggingface_hub keeps what it downloads, and so do we. */
function hubCacheFolder(env: Environment): string {
  const { HF_HUB_CACHE, HUGGINGFACE_HUB_CACHE, HF_HOME, XDG_CACHE_HOME } = env;
  const home =
    set(HF_HOME) ?? path.join(set(XDG_CACHE_HOME) ?? path.join(os.homedir(), '.cache'), 'huggingface');
  return underHome(set(HF_HUB_CACHE) ?? set(HUGGINGFACE_HUB_CACHE) ?? path.join(home, 'hub'));
}

/** The folder of one repository: `models--timm--resnet18.tv_in1k`. */
export const repositoryFolder = ({ repository }: HubPlace, env: Environment): string =>
  path.join(hubCacheFolder(env), `models--${repository.replaceAll('/', '--')}`);

/** Where a file stands that was fetched at a commit. */
export const snapshotFile = (place: HubPlace, commit: string, env: Environment): string =>
  path.join(repositoryFolder(place, env), 'snapshots', commit, hubFile);

/** Where the commit is written down that a branch or tag stands for. */
export const refFile = (place: HubPlace, env: Environment): string =>
  path.join(repositoryFolder(place, env), 'refs', branch(place));

/** A whole file's place, by its checksum. */
export const blobFile = (place: HubPlace, etag: string, env: Environment): string =>
  path.join(repositoryFolder(place, env), 'blobs', etag);

/** Where a person may put a file by hand, without the hub's commit. */
export const handFile = (place: HubPlace, env: Environment): string =>
  snapshotFile(place, branch(place), env);

/** The file in the cache, or null: of the commit that the revision last stood for, or put there by hand. */
export function cachedFile(place: HubPlace, env: Environment): string | null {
  const ref = refFile(place, env);
  const known = existsSync(ref) ? [snapshotFile(place, readFileSync(ref, 'utf8').trim(), env)] : [];
  return [...known, handFile(place, env)].find((file) => existsSync(file)) ?? null;
}

/** The repository of a file in a cache of the hub's, or null for any other path. */
export function repositoryOf(file: string): string | null {
  const [, owner, name] = /models--([^/\\]+)--([^/\\]+)[/\\]snapshots[/\\]/.exec(file) ?? [];
  return owner === undefined || name === undefined ? null : `${owner}/${name}`;
}

/** Where the hub serves the file. */
export function hubUrl(place: HubPlace, env: Environment): string {
  const endpoint = (set(env['HF_ENDPOINT']) ?? 'https://huggingface.co').replace(/\/+$/, '');
  return `${endpoint}/${place.repository}/resolve/${encodeURIComponent(branch(place))}/${hubFile}`;
}

/** Whether HF_HUB_OFFLINE forbids the network. */
export const isOffline = (env: Environment): boolean =>
  ['1', 'ON', 'YES', 'TRUE'].includes((env['HF_HUB_OFFLINE'] ?? '').toUpperCase());

/** As Python does, an empty variable counts as none. */
export const set = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

export const underHome = (folder: string): string => folder.replace(/^~(?=$|[/\\])/, os.homedir());
