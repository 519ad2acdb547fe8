import { useApi } from '@backstage/frontend-plugin-api';
import { QueryClientProvider } from '@tanstack/react-query';
import { PropsWithChildren } from 'react';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { queryClientOf } from './queryClientOf';

/** Around everything that shows data of the backend. */
export function DataProvider({ children }: PropsWithChildren<{}>) {
  return (
    <QueryClientProvider client={queryClientOf(useApi(gitopsApiRef))}>
      {children}
    </QueryClientProvider>
  );
}
