import { createHash } from 'node:crypto';
import { createReadStream, existsSync, rmSync, statSync, symlinkSync, truncateSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError, makeFolder, publishFile, usingPath, writeFileAtomic } from '@frostline/base';
import type { Environment } from './environment.js';
import { blobFile, hubUrl, refFile, repositoryFolder, set, snapshotFile } from './hub-cache.js';
import type { HubPlace } from './registry.js';

export interface DownloadOptions {
  readonly env: Environment;
  /** Told while bytes arrive; `total` is undefined when the hub does not say. */
  readonly onProgress?: ((done: number, total: number | undefined) => void) | undefined;
  /** How often a connection may break without a byte more before it is an error; default 5. */
  readonly retries?: number | undefined;
  /** Before the first retry, milliseconds; doubled each time. Default 1000. */
  readonly retryDelay?: number | undefined;
}

/** The hub could not be reached, or broke off too often; what arrived is kept, and the next try goes on from there. */
export class HubUnreachable extends Error {}

/** What the hub says of a file before it serves it. */
interface HubFile {
  readonly url: string;
  readonly commit: string;
  /** The SHA-256 of a large file, else git's name of it. */
  readonly etag: string;
  readonly size: number | undefined;
}

/**
 * Fetches a repository's weights into the Hugging Face cache, in Python's layout, so that Python finds them there: the
 * whole file under its checksum in `blobs`, a link to it under its commit in `snapshots`, the commit in `refs`.
 *
 * @returns the file's path in the cache
 * @throws HubUnreachable; InputError `hub` when the hub answers that it has no such file, wants a token, or serves
 * something else than it announced
 */
export async function downloadToCache(place: HubPlace, options: DownloadOptions): Promise<string> {
  const { env } = options;
  const found = await askHub(place, env);
  const blob = blobFile(place, found.etag, env);
  if (!existsSync(blob)) {
    usingPath(blob, 'set HF_HOME to a folder that you may write', () => {
      makeFolder(path.dirname(blob));
    });
    await withLock(path.join(repositoryFolder(place, env), '.frostline.lock'), async () => {
      if (!existsSync(blob)) await downloadBlob(found, blob, options);
    });
  }
  const file = snapshotFile(place, found.commit, env);
  makeFolder(path.dirname(file));
  link(path.relative(path.dirname(file), blob), file);
  if (place.revision !== found.commit) writeFileAtomic(refFile(place, env), found.commit);
  return file;
}

/** HEAD, whose answer is the hub's own: where the bytes are it redirects to another host, which is not followed. */
async function askHub(place: HubPlace, env: Environment): Promise<HubFile> {
  let url = hubUrl(place, env);
  for (let hops = 0; hops < 5; hops++) {
    const headers = { ...authorization(env), 'accept-encoding': 'identity' };
    const answer = await request(url, { method: 'HEAD', redirect: 'manual', headers });
    // A repository that was renamed: the new name is on the same host.
    const location = answer.headers.get('location');
    if (location?.startsWith('/') === true && !location.startsWith('//')) {
      url = new URL(location, url).href;
      continue;
    }
    return announced(url, answer);
  }
  throw refused(url, 'the hub redirects without end');
}

function announced(url: string, answer: Response): HubFile {
  if (answer.status >= 500) throw new HubUnreachable(`${url} answers ${String(answer.status)}`);
  if (answer.status >= 400) throw refusal(url, answer.status);
  const header = (name: string): string => answer.headers.get(name) ?? '';
  const commit = header('x-repo-commit');
  const etag = (header('x-linked-etag') || header('etag')).replace(/^W\//, '').replaceAll('"', '');
  // Both become names of files.
  if (!/^[0-9a-f]{40}$/.test(commit) || !/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(etag))
    throw refused(url, 'this is not how the Hugging Face hub answers', { commit, etag });
  const size = header('x-linked-size') || (answer.ok ? header('content-length') : '');
  return { url, commit, etag, size: /^\d+$/.test(size) ? Number(size) : undefined };
}

/** Appends to what an earlier try left, until the file is whole. */
async function downloadBlob(found: HubFile, blob: string, options: DownloadOptions): Promise<void> {
  const { retries = 5, retryDelay = 1000 } = options;
  const partial = `${blob}.frostline.incomplete`;
  for (let tries = 0; ; tries++) {
    const before = sizeOf(partial);
    try {
      await appendRest(found, partial, options);
      break;
    } catch (error) {
      if (sizeOf(partial) > before) tries = 0;
      if (!(error instanceof HubUnreachable) || tries >= retries) throw error;
      await sleep(retryDelay * 2 ** tries);
    }
  }
  if (!(await isWhole(partial, found))) {
    rmSync(partial);
    throw refused(found.url, 'what arrived has another checksum or size than the hub announced');
  }
  publishFile(partial, blob);
}

async function appendRest(found: HubFile, partial: string, options: DownloadOptions): Promise<void> {
  const start = sizeOf(partial);
  if (start > 0 && start === found.size) return;
  const { env, onProgress } = options;
  const headers = { ...authorization(env), 'accept-encoding': 'identity', range: `bytes=${String(start)}-` };
  const answer = await request(found.url, { headers });
  if (answer.status === 416) truncateSync(partial);
  if (answer.status === 416 || answer.status >= 500 || answer.status === 429)
    throw new HubUnreachable(`${found.url} answers ${String(answer.status)}`);
  if (!answer.ok || answer.body === null) throw refusal(found.url, answer.status);
  // A server that does not know ranges sends everything.
  const goesOn = answer.headers.get('content-range')?.startsWith(`bytes ${String(start)}-`) === true;
  const file = await open(partial, goesOn ? 'a' : 'w');
  try {
    let done = goesOn ? start : 0;
    onProgress?.(done, found.size);
    for await (const chunk of bodyOf(found.url, answer.body)) {
      await file.writeFile(chunk);
      done += chunk.byteLength;
      onProgress?.(done, found.size);
    }
    if (found.size !== undefined && done < found.size)
      throw new HubUnreachable(`${found.url} ended after ${String(done)} of ${String(found.size)} bytes`);
  } finally {
    await file.close();
  }
}

async function* bodyOf(url: string, body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk;
  } catch (error) {
    throw new HubUnreachable(`${url} broke off`, { cause: error });
  }
}

async function isWhole(file: string, { etag, size }: HubFile): Promise<boolean> {
  if (size !== undefined && sizeOf(file) !== size) return false;
  const isGitName = etag.length === 40;
  const hash = createHash(isGitName ? 'sha1' : 'sha256');
  if (isGitName) hash.update(`blob ${String(sizeOf(file))}\0`);
  for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
  return hash.digest('hex') === etag;
}

async function request(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new HubUnreachable(`${new URL(url).host} cannot be reached (${reasonOf(cause)})`, { cause: error });
  }
}

const reasonOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause ? String(cause.code) : cause.message;
};

/** Told to the hub alone: on a redirect to another host, `fetch` drops it. */
const authorization = (env: Environment): Record<string, string> => {
  const token = set(env['HF_TOKEN']) ?? set(env['HUGGING_FACE_HUB_TOKEN']);
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
};

const refused = (url: string, why: string, found?: unknown): InputError =>
  new InputError('hub', why, { place: url, found });

function refusal(url: string, status: number): InputError {
  const wantsToken = status === 401 || status === 403;
  return new InputError('hub', 'the hub does not give out this file', {
    place: url,
    found: `status ${String(status)}`,
    fix: wantsToken ? 'set HF_TOKEN to a token that may read it' : undefined,
  });
}

/** A link that another process made meanwhile is as good; one that leads nowhere is replaced. */
function link(target: string, file: string): void {
  if (existsSync(file)) return;
  rmSync(file, { force: true });
  symlinkSync(target, file);
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** One process at a time appends to a partial file; the others wait for it. */
async function withLock(file: string, act: () => Promise<void>): Promise<void> {
  const { takeLock } = await import('@frostline/base/process-lock');
  let lock = takeLock(file);
  while (lock === undefined) {
    await sleep(200);
    lock = takeLock(file);
  }
  try {
    await act();
  } finally {
    lock.release();
  }
}
