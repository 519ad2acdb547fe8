import { mockServices } from '@backstage/backend-test-utils';
import { TargetsStore } from '../store/TargetsStore';
import { TargetBatch } from '../store/writeTargets';
import { StoredTargets } from './StoredTargets';
import { TargetWriter } from './TargetWriter';

/** A store that notes what it is given, and refuses when told to. */
function setUp() {
  const batches: TargetBatch[] = [];
  const refusals: Error[] = [];
  const store = {
    async write(batch: TargetBatch) {
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      batches.push(batch);
      return { changed: [...batch.targets.keys()], added: [], removed: [] };
    },
  };
  const stored = { announce: jest.fn() };
  const logger = mockServices.logger.mock();
  const writer = TargetWriter.create({
    store: store as unknown as TargetsStore,
    stored: stored as unknown as StoredTargets,
    logger,
  });
  return { batches, refusals, stored, logger, writer };
}

const remove = { type: 'remove' } as const;
const mark = (reason: string) => ({ type: 'mark', reason }) as const;
const at = (resourceVersion: string) => ({
  cluster: 'hub',
  resource: 'applications.argoproj.io',
  resourceVersion,
});

describe('TargetWriter', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('writes once what comes in a moment, and the last word of each', async () => {
    const { batches, stored, writer } = setUp();
    writer.write('a', remove);
    writer.write('b', remove);
    writer.write('a', mark('odd'));
    writer.advance(at('1'));
    writer.advance(at('2'));
    expect(batches).toEqual([]);
    await jest.advanceTimersByTimeAsync(200);
    expect(batches).toHaveLength(1);
    expect([...batches[0].targets]).toEqual([
      ['b', remove],
      ['a', mark('odd')],
    ]);
    expect(batches[0].positions).toEqual([at('2')]);
    expect(stored.announce).toHaveBeenCalledWith({
      changed: ['b', 'a'],
      added: [],
      removed: [],
    });
  });

  it('does not wait when there is a lot', async () => {
    const { batches, writer } = setUp();
    for (let index = 0; index < 500; index += 1)
      writer.write(`${index}`, remove);
    await jest.advanceTimersByTimeAsync(0);
    expect(batches[0].targets.size).toBe(500);
  });

  it('keeps what the database refuses, and prefers what came since', async () => {
    const { batches, refusals, logger, writer } = setUp();
    refusals.push(new Error('away'), new Error('still away'));
    writer.write('a', mark('old'));
    writer.write('b', remove);
    await jest.advanceTimersByTimeAsync(200);
    writer.write('a', mark('new'));
    await jest.advanceTimersByTimeAsync(5000);
    expect(batches).toHaveLength(1);
    expect(batches[0].targets.get('a')).toEqual(mark('new'));
    expect(batches[0].targets.get('b')).toEqual(remove);
    expect(logger.error).toHaveBeenCalledTimes(2);
  });

  it('tells who waits that the database refused', async () => {
    const { batches, refusals, writer } = setUp();
    refusals.push(new Error('away'));
    writer.write('a', remove);
    await expect(writer.flush()).rejects.toThrow('away');
    await writer.flush();
    expect(batches).toHaveLength(1);
  });

  it('writes what is left when it stops', async () => {
    const { batches, writer } = setUp();
    writer.write('a', remove);
    await writer.stop();
    expect(batches).toHaveLength(1);
  });
});
