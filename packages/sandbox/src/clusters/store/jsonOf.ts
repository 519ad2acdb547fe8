import { KubeObject } from '../../contracts';

const texts = new WeakMap<KubeObject, string>();
const bareTexts = new WeakMap<KubeObject, string>();

function remember(
  cache: WeakMap<KubeObject, string>,
  object: KubeObject,
  write: () => string,
): string {
  const known = cache.get(object);
  if (known !== undefined) return known;
  const text = write();
  cache.set(object, text);
  return text;
}

/** The JSON of a stored object, written once however many lists and watches it goes to. */
export function jsonOf(object: KubeObject): string {
  return remember(texts, object, () => JSON.stringify(object));
}

/** The same without apiVersion and kind, as the items of a list of a built-in kind come. */
export function bareJsonOf(object: KubeObject): string {
  return remember(bareTexts, object, () => {
    const { apiVersion: _, kind: __, ...rest } = object;
    return JSON.stringify(rest);
  });
}
