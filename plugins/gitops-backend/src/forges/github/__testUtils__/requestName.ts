import { WireRequest } from './Wire';

/** `POST /git/trees`, or what a GraphQL request does: `query`, `mutation createPullRequest`. */
export function requestName({ method, path, body }: WireRequest): string {
  if (path !== '/api/graphql') {
    return `${method} ${path.replace(/^.*\/repos\/[^/]+\/[^/]+/, '')}`;
  }
  const query: string = JSON.parse(body).query;
  if (!query.trim().startsWith('mutation')) return 'query';
  const mutations = query.match(/\b[a-zA-Z]+(?=\(input:)/g) ?? [];
  return ['mutation', ...mutations].join(' ');
}
