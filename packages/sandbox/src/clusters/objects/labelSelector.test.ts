import { parseLabelSelector } from './labelSelector';

describe('parseLabelSelector', () => {
  const labels = { app: 'shop', 'app.kubernetes.io/part-of': 'store', n: '5' };

  it.each([
    ['', true],
    ['app=shop', true],
    ['app == shop', true],
    ['app=cart', false],
    ['app!=cart', true],
    ['missing!=anything', true],
    ['app in (cart, shop)', true],
    ['app in (cart)', false],
    ['missing in (a)', false],
    ['app notin (cart,pay),n', true],
    ['missing notin (a)', true],
    ['app.kubernetes.io/part-of=store,!missing', true],
    ['!app', false],
    ['missing', false],
    ['n>4,n<6', true],
    ['n>5', false],
    ['app>1', false],
    ['app=', false],
  ])('%s → %p', (selector, expected) => {
    expect(parseLabelSelector(selector)(labels)).toBe(expected);
  });

  it.each(['=a', 'a=b=c', 'a in b', 'a=b,', 'a in (b', '&'])(
    'refuses %s',
    selector => {
      expect(() => parseLabelSelector(selector)).toThrow(
        /unable to parse requirement/,
      );
    },
  );
});
