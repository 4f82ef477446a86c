import { InputError } from '@frostline/base';

/** Where a server listens and under which names it answers. */
export interface Listening {
  /** An address of this machine. */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Further names in Host, with or without a port: other than loopback ones nobody is let in under by itself. */
  readonly allowHosts: readonly string[];
}

const loopback = ['127.0.0.1', 'localhost', '[::1]'];
/** Addresses that mean all of the machine's, and are nobody's name. */
const everywhere = ['0.0.0.0', '::'];
const shortestToken = 16;

/** The exact values of Host under which a server answers; browsers leave port 80 out. */
export function hostNames({ host, allowHosts }: Listening, port: number): string[] {
  const own = everywhere.includes(host) ? [] : [bracketed(host)];
  const named = [...new Set([...loopback, ...own])].flatMap((name) =>
    port === 80 ? [name, `${name}:80`] : [`${name}:${port}`],
  );
  const allowed = allowHosts.flatMap((name) => (/:\d+$/.test(name) ? [name] : [name, `${name}:${port}`]));
  return [...named, ...allowed].map((name) => name.toLowerCase());
}

/** Whether a text is long enough to be a token, and can stand in a header and a link. */
export function isToken(text: string): boolean {
  return text.length >= shortestToken && !/[^\x21-\x7e]/.test(text);
}

/**
 * Checks who could reach a server before it listens.
 *
 * @param given the token that a person has chosen; undefined for the state folder's own
 * @throws InputError `token-needed` when others could reach it and no token was given; `bad-option`
 */
export function checkListening({ host, allowHosts }: Listening, given: string | undefined): void {
  if (given !== undefined && !isToken(given))
    throw new InputError('bad-option', 'not a token', {
      place: '--token',
      found: `${given.length} characters`,
      allowed: `at least ${shortestToken} printable characters without spaces`,
    });
  const strange = allowHosts.find((name) => !/^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i.test(name));
  if (strange !== undefined)
    throw new InputError('bad-option', 'not a host name', {
      place: '--allow-host',
      found: strange,
      allowed: 'a name or address, with a port or without',
    });
  const shared = allowHosts.length > 0 || !loopback.includes(bracketed(host));
  if (shared && given === undefined)
    throw new InputError('token-needed', 'others could reach this server', {
      place: loopback.includes(bracketed(host)) ? '--allow-host' : '--host',
      found: loopback.includes(bracketed(host)) ? allowHosts.join(', ') : host,
      fix: 'choose a token with --token or FROSTLINE_TOKEN, and give it to those who may come in',
    });
}

/** The address of a listening server for a browser on this machine. */
export function pageUrl({ host }: Pick<Listening, 'host'>, port: number, token: string): string {
  const name = everywhere.includes(host) ? '127.0.0.1' : bracketed(host);
  return `http://${name}:${port}/#token=${encodeURIComponent(token)}`;
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
