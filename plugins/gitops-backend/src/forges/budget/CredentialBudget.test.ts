import { budgetRules } from './BudgetRules';
import { BudgetRefusal, CredentialBudget } from './CredentialBudget';
import { currentPriority, withPriority } from './priority';

const read = { resource: 'core', write: false };
const write = { resource: 'core', write: true };

describe('the budget of a credential', () => {
  let budget: CredentialBudget;
  let sent: string[];

  beforeEach(() => {
    jest.useFakeTimers();
    sent = [];
    budget = CredentialBudget.create({
      credential: 'github.com',
      rules: budgetRules({ maxConcurrent: 1 }),
    });
  });
  afterEach(() => jest.useRealTimers());

  const send = (name: string) => async () => {
    sent.push(name);
    return name;
  };
  const headroom = () => budget.headroom();

  it('spaces writes, and lets people overtake', async () => {
    const first = budget.run(write, send('first'));
    const second = budget.run(write, send('second'));
    const third = budget.run(write, send('third'));
    const person = withPriority('person', () =>
      budget.run(write, send('person')),
    );
    await jest.advanceTimersByTimeAsync(0);
    expect(sent).toEqual(['first']);
    expect(headroom()[0]).toMatchObject({
      resource: 'writes per minute',
      remaining: 79,
      waiting: 3,
    });
    await jest.advanceTimersByTimeAsync(999);
    expect(sent).toEqual(['first']);
    await jest.advanceTimersByTimeAsync(1);
    expect(sent).toEqual(['first', 'person']);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(await Promise.all([first, second, third, person])).toEqual([
      'first',
      'second',
      'third',
      'person',
    ]);
    expect(sent).toEqual(['first', 'person', 'second', 'third']);
  });

  it('has no more under way than it may, and goes on whether they succeed or fail', async () => {
    let fail = (_: Error) => {};
    const failing = budget
      .run(read, () => new Promise<void>((_, reject) => (fail = reject)))
      .catch(error => error.message);
    const next = budget.run(read, send('next'));
    await jest.advanceTimersByTimeAsync(0);
    expect(sent).toEqual([]);
    fail(new Error('cut'));
    expect(await failing).toBe('cut');
    expect(await next).toBe('next');
  });

  it('refuses what waits when the forge wants to be left alone, and goes on after it', async () => {
    await budget.run(write, send('first'));
    const second = budget.run(write, send('second')).catch(error => error);
    const until = new Date(Date.now() + 30_000);
    budget.pause(until);
    expect(await second).toEqual(new BudgetRefusal(until, 'forge'));
    expect(headroom()[0]).toMatchObject({
      pausedUntil: until.toISOString(),
      waiting: 0,
    });
    await jest.advanceTimersByTimeAsync(30_000);
    expect(headroom()[0]).not.toHaveProperty('pausedUntil');
    expect(await budget.run(read, send('third'))).toBe('third');
    expect(sent).toEqual(['first', 'third']);
  });

  it('counts what is under way against what the forge has left', async () => {
    const resetsAt = Date.now() + 60_000;
    budget.sawQuota('core', { limit: 1, remaining: 1, resetsAt });
    await budget.run(read, send('last'));
    await expect(budget.run(read, send('more'))).rejects.toEqual(
      new BudgetRefusal(new Date(resetsAt), 'forge'),
    );
    expect(headroom()[0]).toMatchObject({ resource: 'core', remaining: 0 });
    await jest.advanceTimersByTimeAsync(60_000);
    expect(headroom()[0]).toMatchObject({ resource: 'core', remaining: 1 });
    expect(await budget.run(read, send('after'))).toBe('after');
  });

  it('knows whom it works for', async () => {
    expect(currentPriority()).toBe('background');
    await withPriority('person', async () => {
      await Promise.resolve();
      expect(currentPriority()).toBe('person');
      expect(withPriority('background', currentPriority)).toBe('background');
      jest.setSystemTime(Date.now() + 60_000);
      expect(currentPriority()).toBe('background');
    });
  });
});
