import { mockServices } from '@backstage/backend-test-utils';
import { Batch, BatchWriter } from './BatchWriter';

type Write = { type: 'remove' } | { type: 'mark'; reason: string };

/** A store that notes what it is given, and refuses when told to. */
function setUp() {
  const batches: Array<Batch<Write>> = [];
  const refusals: Error[] = [];
  const announce = jest.fn();
  const logger = mockServices.logger.mock();
  const writer = BatchWriter.create<Write, string[]>({
    async write(batch) {
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      batches.push(batch);
      return [...batch.objects.keys()];
    },
    announce,
    logger,
  });
  return { batches, refusals, announce, logger, writer };
}

const remove = { type: 'remove' } as const;
const mark = (reason: string) => ({ type: 'mark', reason }) as const;
const at = (resourceVersion: string) => ({
  cluster: 'hub',
  resource: 'applications.argoproj.io',
  resourceVersion,
});

describe('BatchWriter', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('writes once what comes in a moment, and the last word of each', async () => {
    const { batches, announce, writer } = setUp();
    writer.write('a', remove);
    writer.write('b', remove);
    writer.write('a', mark('odd'));
    writer.advance(at('1'));
    writer.advance(at('2'));
    expect(batches).toEqual([]);
    await jest.advanceTimersByTimeAsync(200);
    expect(batches).toHaveLength(1);
    expect([...batches[0].objects]).toEqual([
      ['b', remove],
      ['a', mark('odd')],
    ]);
    expect(batches[0].positions).toEqual([at('2')]);
    expect(announce).toHaveBeenCalledWith(['b', 'a']);
  });

  it('does not wait when there is a lot', async () => {
    const { batches, writer } = setUp();
    for (let index = 0; index < 500; index += 1)
      writer.write(`${index}`, remove);
    await jest.advanceTimersByTimeAsync(0);
    expect(batches[0].objects.size).toBe(500);
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
    expect(batches[0].objects.get('a')).toEqual(mark('new'));
    expect(batches[0].objects.get('b')).toEqual(remove);
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
