import { InputError } from '@frostline/base';
import { describe, expect, it } from 'vitest';
import { checkListening, hostNames, pageUrl } from './hosts.js';

const token = 'sixteen-letters!';
const at = (host: string, ...allowHosts: string[]) => ({ host, port: 7117, allowHosts });

describe('where a server may listen', () => {
  it.each(['127.0.0.1', 'localhost', '::1'])('at %s, without a token of its own', (host) => {
    expect(() => {
      checkListening(at(host), undefined);
    }).not.toThrow();
  });

  it.each(['0.0.0.0', '::', '192.168.1.5', 'box', '127.0.0.1.evil.example'])(
    'at %s only with a token that somebody chose',
    (host) => {
      expect(() => {
        checkListening(at(host), undefined);
      }).toThrow(InputError);
      expect(() => {
        checkListening(at(host), token);
      }).not.toThrow();
    },
  );

  it('under another name only with a token that somebody chose', () => {
    expect(() => {
      checkListening(at('127.0.0.1', 'box'), undefined);
    }).toThrow('--allow-host');
  });

  it.each(['short', 'fifteen-letters', 'with a space in it', 'with-a-line\nin-it'])(
    'refuses %j as a token',
    (given) => {
      expect(() => {
        checkListening(at('127.0.0.1'), given);
      }).toThrow('--token');
    },
  );

  it.each(['*', 'http://box', 'box/', 'a b', ''])('refuses %j as a name', (name) => {
    expect(() => {
      checkListening(at('127.0.0.1', name), token);
    }).toThrow('--allow-host');
  });
});

describe('the names under which a server answers', () => {
  it('are loopback ones with its port, its address, and what was allowed', () => {
    expect(hostNames(at('192.168.1.5', 'Box', 'proxy:443'), 7117)).toEqual([
      '127.0.0.1:7117',
      'localhost:7117',
      '[::1]:7117',
      '192.168.1.5:7117',
      'box',
      'box:7117',
      'proxy:443',
    ]);
  });

  it('are the bare ones too at port 80, which browsers leave out', () => {
    expect(hostNames(at('127.0.0.1'), 80)).toEqual([
      '127.0.0.1',
      '127.0.0.1:80',
      'localhost',
      'localhost:80',
      '[::1]',
      '[::1]:80',
    ]);
    expect(hostNames(at('127.0.0.1'), 8080)).not.toContain('localhost');
  });

  it.each(['0.0.0.0', '::'])('is not %s', (host) => {
    expect(hostNames(at(host), 7117)).toHaveLength(3);
    expect(pageUrl(at(host), 7117, token)).toBe('http://127.0.0.1:7117/#token=sixteen-letters!');
  });
});
