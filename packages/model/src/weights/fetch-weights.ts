import type { Environment } from './environment.js';
import { isOffline } from './hub-cache.js';
import { downloadToCache, HubUnreachable, type DownloadOptions } from './hub-download.js';
import { locateWeights, localFile, missing, type LocatedWeights } from './locate-weights.js';
import { findWeights } from './registry.js';

export interface FetchWeightsOptions extends Omit<DownloadOptions, 'env'> {
  /** Says where caches are, and HF_ENDPOINT, HF_TOKEN, HF_HUB_OFFLINE; default that of the process. */
  readonly env?: Environment;
}

/**
 * Sees to it that weights are on this machine: an `arch.tag` of the Hugging Face hub that is not in the cache is fetched.
 *
 * @throws InputError as `locateWeights`; `weights-missing` also when the hub cannot be reached or HF_HUB_OFFLINE is set:
 * it names the file to fetch and where to put it; `hub` when the hub refuses
 */
export async function fetchWeights(
  nameOrPath: string,
  { env = process.env, ...options }: FetchWeightsOptions = {},
): Promise<LocatedWeights> {
  const entry = findWeights(nameOrPath);
  if (entry?.place.kind !== 'hub' || localFile(entry.place, env) !== null)
    return locateWeights(nameOrPath, env);
  if (isOffline(env)) throw missing(nameOrPath, entry.place, env, 'HF_HUB_OFFLINE is set');
  try {
    return { file: await downloadToCache(entry.place, { ...options, env }), card: entry.card };
  } catch (error) {
    if (error instanceof HubUnreachable) throw missing(nameOrPath, entry.place, env, error.message, error);
    throw error;
  }
}
