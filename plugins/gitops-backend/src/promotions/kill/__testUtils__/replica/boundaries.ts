import { PromotionChange } from '../../../TrackedPromotion';

/** Called before and after each thing that a replica does outside of itself. */
export type Boundary = (step: string) => Promise<void>;

/** Calls `boundary` before and after some methods of an object. */
export function guarded<T extends object>(
  object: T,
  options: { boundary: Boundary; methods: Array<keyof T> },
): T {
  const { boundary, methods } = options;
  return new Proxy(object, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      if (!methods.some(each => each === key)) return value.bind(target);
      return async (...args: unknown[]) => {
        const step = [String(key), ...args.flatMap(wordsOf)].join(' ');
        await boundary(`before ${step}`);
        const result: unknown = await value.apply(target, args);
        await boundary(`after ${step}`);
        return result;
      };
    },
  });
}

/** Calls `boundary` before each request of this process, and once its answer begins to arrive. */
export function guardRequests(boundary: Boundary): void {
  const send = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const step = requestStep(String(input), init);
    await boundary(`before ${step}`);
    const answer = await send(input, init);
    await boundary(`after ${step}`);
    return answer;
  };
}

/** `POST /repos/acme/gitops/git/refs`, `mutation createPullRequest`: the same for the same step of another promotion. */
function requestStep(url: string, init: RequestInit | undefined): string {
  const { pathname } = new URL(url);
  if (!pathname.endsWith('/graphql')) {
    const path = pathname
      .replace(/^\/api\/v3/, '')
      .replace(/[0-9a-f]{40}(\.\.\.)?/g, '…')
      .replace(/heads(\/|%2F).*/, 'heads/…')
      .replace(/\/\d+/g, '/…');
    return `${init?.method ?? 'GET'} ${path}`;
  }
  const query = String(init?.body).replace(/\\n/g, ' ');
  const mutation = /mutation[^{]*{\s*(?:\w+:\s*)?(\w+)/.exec(query);
  if (mutation) return `mutation ${mutation[1]}`;
  const parts = ['comments(', 'labels(', 'start:', 'headRef', 'pullRequest('];
  return `query ${parts.filter(part => query.includes(part)).join(' ')}`;
}

function wordsOf(argument: unknown): string[] {
  const change = changeOf(argument);
  if (!change) return [];
  const [event] = change.events ?? [];
  return [
    change.state ?? (event?.type || Object.keys(change).sort().join('+')),
  ];
}

function changeOf(argument: unknown): PromotionChange | undefined {
  return isUpdate(argument) ? argument.change : undefined;
}

function isUpdate(argument: unknown): argument is { change: PromotionChange } {
  return (
    typeof argument === 'object' && argument !== null && 'change' in argument
  );
}
