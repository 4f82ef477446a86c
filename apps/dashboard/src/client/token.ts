const key = 'frostline-token';

/**
 * The token of the link that `frostline serve` printed. It comes in the URL's fragment, which no browser sends to a
 * server and which is taken out of the address bar at once; later visits find it in the browser's own storage.
 */
export function takeToken(): string | null {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const given = fragment.get('token');
  if (given !== null) {
    history.replaceState(null, '', `${location.pathname}${location.search}`);
    localStorage.setItem(key, given);
    return given;
  }
  return localStorage.getItem(key);
}

/** Forgets a token that the server refused. */
export function forgetToken(): void {
  localStorage.removeItem(key);
}
