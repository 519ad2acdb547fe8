import { createContext, PropsWithChildren, useContext } from 'react';

/** Where the pages are. `undefined` where the app has no such page: then there is text instead of a link. */
export interface GitopsLinks {
  fleet(): string | undefined;
  promotions(): string | undefined;
  promotion(id: string): string | undefined;
  entity(entityRef: string): string | undefined;
  deployments(entityRef: string): string | undefined;
}

const nowhere: GitopsLinks = {
  fleet: () => undefined,
  promotions: () => undefined,
  promotion: () => undefined,
  entity: () => undefined,
  deployments: () => undefined,
};

const LinksContext = createContext<GitopsLinks>(nowhere);

/** Tells the components below where the pages are. The old and the new frontend system resolve routes differently. */
export function LinksProvider(
  props: PropsWithChildren<{ links: GitopsLinks }>,
) {
  return (
    <LinksContext.Provider value={props.links}>
      {props.children}
    </LinksContext.Provider>
  );
}

/** Where the pages are. */
export const useGitopsLinks = () => useContext(LinksContext);
