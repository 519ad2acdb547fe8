import fc from 'fast-check';
import { isSameQuantity, quantityOf } from './quantity';

describe('quantities', () => {
  it.each([
    ['1000m', 1],
    ['1Gi', '1024Mi'],
    ['0.5', '500m'],
    ['1e3', '1k'],
    ['100M', '100000k'],
  ])('%s is %s', (one, other) => {
    expect(isSameQuantity(one, other)).toBe(true);
  });

  it.each([
    ['1G', '1Gi'],
    ['1m', '1M'],
    ['one', 'one'],
    ['', ''],
    [true, 1],
  ])('%s is not %s', (one, other) => {
    expect(isSameQuantity(one, other)).toBe(false);
  });

  it('mean the number however they are written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), number => {
        expect(isSameQuantity(number, `${number * 1000}m`)).toBe(true);
        expect(isSameQuantity(`${number}Ki`, number * 1024)).toBe(true);
        expect(isSameQuantity(number, number + 1)).toBe(false);
        expect(quantityOf(`${number}`)).toBe(number);
      }),
    );
  });
});
