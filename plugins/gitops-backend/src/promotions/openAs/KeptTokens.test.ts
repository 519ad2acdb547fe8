import { inspect } from 'node:util';
import { ForgeToken } from '../../forges/ForgeToken';
import { KeptTokens } from './KeptTokens';

function userWith(text: string) {
  const token = ForgeToken.from(text);
  if (!token) throw new Error(`${text} is no token`);
  return { user: 'user:default/ada', token };
}

describe('KeptTokens', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('keeps a token for its promotion alone, until it is told to forget it', () => {
    const tokens = KeptTokens.create();
    tokens.keep('p1', userWith('secret'));
    tokens.keep('p2', userWith('other'));
    expect(tokens.of('p1')?.token.reveal()).toBe('secret');
    expect(tokens.of('p3')).toBeUndefined();
    tokens.forget('p1');
    expect(tokens.of('p1')).toBeUndefined();
    expect(tokens.of('p2')?.token.reveal()).toBe('other');
    tokens.forgetAll();
    expect(tokens.of('p2')).toBeUndefined();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('forgets by itself after ten minutes, counted anew when the token is', () => {
    const tokens = KeptTokens.create();
    tokens.keep('p1', userWith('first'));
    jest.advanceTimersByTime(9 * 60_000);
    tokens.keep('p1', userWith('second'));
    jest.advanceTimersByTime(9 * 60_000);
    expect(tokens.of('p1')?.token.reveal()).toBe('second');
    jest.advanceTimersByTime(60_000);
    expect(tokens.of('p1')).toBeUndefined();
  });

  it('keeps no more than so many', () => {
    const tokens = KeptTokens.create({ limit: 2 });
    for (const id of ['p1', 'p2', 'p3']) tokens.keep(id, userWith('secret'));
    const kept = ['p1', 'p2', 'p3'].filter(id => tokens.of(id));
    expect(kept).toEqual(['p2', 'p3']);
    expect(jest.getTimerCount()).toBe(2);
  });
});

describe('ForgeToken', () => {
  it('shows itself to nobody who does not ask for it by name', () => {
    const shown = userWith('secret');
    expect(inspect(shown, { depth: 9, showHidden: true })).not.toContain(
      'secret',
    );
    expect(JSON.stringify(shown)).not.toContain('secret');
    expect(`${shown.token}`).not.toContain('secret');
  });

  it.each(['', ' ', 'two words', 'a\nb', 'a, b', 'ä', 'x'.repeat(4_097)])(
    'is not made of %j',
    text => expect(ForgeToken.from(text)).toBeUndefined(),
  );
});
