import { describe, expect, it } from 'vitest';
import { trialState } from './trial-state.js';

describe('trialState', () => {
  it('is complete only when every run is', () => {
    expect(trialState(['complete', 'complete'])).toBe('complete');
    expect(trialState(['complete', 'waiting'])).toBe('waiting');
    expect(trialState(['complete', 'failed'])).toBe('failed');
    expect(trialState(['complete', 'pruned'])).toBe('pruned');
  });

  it('shows what still goes on before what has ended', () => {
    expect(trialState(['failed', 'running', 'waiting'])).toBe('running');
    expect(trialState(['failed', 'waiting', 'paused'])).toBe('waiting');
    expect(trialState(['failed', 'paused', 'complete'])).toBe('paused');
  });
});
