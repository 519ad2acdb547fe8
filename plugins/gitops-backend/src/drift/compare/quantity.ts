const factors: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** The number that a Kubernetes quantity stands for (`500m`, `1Gi`, `2`); undefined for what is none. */
export function quantityOf(value: unknown): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const [, number, suffix] =
    /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(n|u|m|k|M|G|T|P|E|[KMGTPE]i)?$/.exec(
      String(value),
    ) ?? [];
  return number === undefined
    ? undefined
    : Number(number) * factors[suffix ?? ''];
}

/** Whether two quantities are the same amount, however they are written. */
export function isSameQuantity(one: unknown, other: unknown): boolean {
  const [a, b] = [quantityOf(one), quantityOf(other)];
  return (
    a !== undefined &&
    b !== undefined &&
    Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b))
  );
}

/** Maps whose values are quantities, and fields that are. */
const places =
  /^(limits|requests|capacity|hard|default|defaultRequest|max|min|maxLimitRequestRatio|overhead|sizeLimit|divisor|averageValue|podFixed)$/;

/** Whether a field holds a quantity, by the names on the way to it. */
export function holdsQuantity(path: ReadonlyArray<string | number>): boolean {
  return path.slice(-2).some(step => places.test(String(step)));
}
