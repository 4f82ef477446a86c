import { describe, expect, it } from 'vitest';
import { EventParser } from './sse.js';

describe('server-sent events', () => {
  it('are the same however the stream is cut', () => {
    const stream = ': heartbeat\n\nevent: x\ndata: {"a":1}\n\ndata: one\ndata: two\r\n\r\n';
    for (let cut = 0; cut <= stream.length; cut++) {
      const parser = new EventParser();
      const events = [...parser.push(stream.slice(0, cut)), ...parser.push(stream.slice(cut))];
      expect(events).toEqual(['{"a":1}', 'one\ntwo']);
    }
  });

  it('wait for their end', () => {
    const parser = new EventParser();
    expect(parser.push('data: half')).toEqual([]);
    expect(parser.push('\n\n')).toEqual(['half']);
  });
});
