import fc from 'fast-check';
import { valueDiff } from './valueDiff';

describe('valueDiff', () => {
  it('marks what only one side has', () => {
    expect(valueDiff('"orders:1.4.2"', '"orders:1.5.2"')).toEqual({
      git: [
        { text: '"orders:1.', isOwn: false },
        { text: '4', isOwn: true },
        { text: '.2"', isOwn: false },
      ],
      live: [
        { text: '"orders:1.', isOwn: false },
        { text: '5', isOwn: true },
        { text: '.2"', isOwn: false },
      ],
    });
  });

  it('does not cut up values that have little in common', () => {
    expect(valueDiff('true', '"debug"')).toEqual({
      git: [{ text: 'true', isOwn: true }],
      live: [{ text: '"debug"', isOwn: true }],
    });
  });

  it('loses nothing of either value, and agrees on what both have', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (git, live) => {
        const parts = valueDiff(git, live);
        const text = (side: 'git' | 'live', isOwn?: boolean) =>
          parts[side]
            .filter(part => isOwn === undefined || part.isOwn === isOwn)
            .map(part => part.text)
            .join('');
        expect(text('git')).toBe(git);
        expect(text('live')).toBe(live);
        expect(text('git', false)).toBe(text('live', false));
      }),
    );
  });
});
