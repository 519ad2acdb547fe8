import { useQueryClient } from '@tanstack/react-query';

const byActions = new Set([
  'deployments',
  'promotion',
  'promotions',
  'restrictions',
  'service',
]);

/** Has everything that an action may have changed looked at again, and answers when it is there. */
export function useRenewAll(): () => Promise<void> {
  const client = useQueryClient();
  return () =>
    client.invalidateQueries({
      predicate: ({ queryKey }) => byActions.has(String(queryKey[0])),
    });
}
