import { expect, it } from 'vitest';
import { connecting, nextConnection } from './connection.js';

it('a connection is lost since it was first found so, until the server answers', () => {
  const open = nextConnection(connecting, 'open', 1_000);
  const lost = nextConnection(open, 'lost', 2_000);
  const still = nextConnection(lost, 'lost', 9_000);
  expect(open.lostSince).toBeNull();
  expect(still).toEqual({ link: 'lost', lostSince: 2_000 });
  const again = nextConnection(nextConnection(still, 'open', 10_000), 'lost', 11_000);
  expect(again.lostSince).toBe(11_000);
});
