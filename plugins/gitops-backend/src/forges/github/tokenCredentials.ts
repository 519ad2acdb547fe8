import { GithubCredentialsProvider } from '@backstage/integration';
import { ForgeToken } from '../ForgeToken';

/** The same token for every repository. */
export function tokenCredentials(token: ForgeToken): GithubCredentialsProvider {
  return {
    getCredentials: async () => ({
      type: 'token',
      token: token.reveal(),
      headers: { Authorization: `Bearer ${token.reveal()}` },
    }),
  };
}
