import { describe, expect, it } from 'vitest';
import { draftOf, draftState, overStored, withStored } from './note-draft.js';

const typed = { ...draftOf('old'), text: 'mine' };

describe('a note', () => {
  it('in which nothing was typed takes up what another has stored, and has nothing to save', () => {
    expect(withStored(draftOf('old'), 'theirs')).toEqual(draftOf('theirs'));
    expect(draftState(draftOf('old'), 'theirs')).toBe('stored');
  });

  it('that was typed stays as it is, and is known to differ', () => {
    expect(withStored(typed, 'theirs')).toEqual(typed);
    expect(draftState(typed, 'old')).toBe('changed');
    expect(draftState(typed, 'theirs')).toBe('conflict');
  });

  it('typed back to what it was is not changed', () => {
    expect(draftState({ ...typed, text: 'old' }, 'old')).toBe('stored');
  });

  it('is stored once it comes back, also where more was typed since it was sent', () => {
    const sent = { ...typed, sent: 'mine' };
    expect(withStored(sent, 'mine')).toEqual(draftOf('mine'));
    const more = { ...sent, text: 'mine and more' };
    expect(draftState(more, 'mine')).toBe('changed');
    expect(withStored(more, 'mine')).toEqual({ base: 'mine', text: 'mine and more', sent: null });
  });

  it('that two have typed alike is no conflict', () => {
    expect(draftState(typed, 'mine')).toBe('stored');
  });

  it('in conflict may be put over the other', () => {
    expect(draftState(overStored(typed, 'theirs'), 'theirs')).toBe('changed');
  });
});
