import type { ErrorReply } from '@frostline/protocol';
import { ApiError } from './api-error.js';

/** What was read, and the tag by which the server knows that version of it. */
export interface Tagged<T> {
  readonly tag: string | null;
  readonly content: T;
}

/** Sends requests to the server that the page came from, with the token. */
export class Http {
  readonly #authorization: string;

  constructor(token: string) {
    this.#authorization = `Bearer ${token}`;
  }

  /** @throws ApiError where the server refuses or does not answer */
  async get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return (await (await this.send(path, { ...(signal && { signal }) })).json()) as T;
  }

  /** As `get`, but what is still as `known` has it is not sent again, and is the same object. @throws ApiError as above */
  async getUnlessKnown<T>(
    path: string,
    known: Tagged<T> | undefined,
    signal: AbortSignal,
  ): Promise<Tagged<T>> {
    const tag = known?.tag ?? null;
    const reply = await this.send(path, {
      signal,
      ...(tag !== null && { headers: { 'if-none-match': tag } }),
    });
    if (known !== undefined && reply.status === 304) return known;
    return { tag: reply.headers.get('etag'), content: (await reply.json()) as T };
  }

  /** @throws ApiError as above */
  async post<T>(path: string, body: object): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    const reply = await this.send(path, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await reply.json()) as T;
  }

  /** The reply itself, for streams and pictures. @throws ApiError as above */
  async send(
    path: string,
    init: RequestInit & { readonly headers?: Record<string, string> } = {},
  ): Promise<Response> {
    let reply: Response;
    try {
      reply = await fetch(`/api/v1${path}`, {
        ...init,
        headers: { ...init.headers, authorization: this.#authorization },
      });
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
      throw new ApiError(0, 'unreachable', 'the server does not answer');
    }
    if (reply.ok || reply.status === 304) return reply;
    const { code, message } = (await reply.json().catch(() => ({}))) as Partial<ErrorReply>;
    throw new ApiError(reply.status, code ?? 'unknown', message ?? reply.statusText);
  }
}
