import { GithubProblem } from './GithubProblem';

/** Which part of a list is asked for. */
export interface PageArgs {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
}

/** A part of a list, in the form of GitHub's connections. */
export interface Connection<T> {
  nodes: T[];
  edges: Array<{ node: T; cursor: string }>;
  totalCount: number;
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

const LIMIT = 100;

/** Cuts the wanted page out of a list, and refuses what GitHub refuses. `name` is the field's, for the message. */
export function connection<T>(
  name: string,
  options: { all: readonly T[]; args: PageArgs },
): Connection<T> {
  const { all, args } = options;
  refuseUnbounded(name, args);
  const { first, last, after, before } = args;
  let start = after ? positionOf(after) : 0;
  let end = before ? positionOf(before) - 1 : all.length;
  end = Math.min(Math.max(end, start), all.length);
  if (typeof first === 'number') end = Math.min(end, start + first);
  if (typeof last === 'number') start = Math.max(start, end - last);
  const nodes = all.slice(start, end);
  const edges = nodes.map((node, index) => ({
    node,
    cursor: cursorOf(start + index + 1),
  }));
  return {
    nodes,
    edges,
    totalCount: all.length,
    pageInfo: {
      hasNextPage: end < all.length,
      hasPreviousPage: start > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function refuseUnbounded(name: string, { first, last }: PageArgs): void {
  if (typeof first !== 'number' && typeof last !== 'number') {
    throw new GithubProblem(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    );
  }
  for (const [argument, value] of Object.entries({ first, last })) {
    if (typeof value !== 'number') continue;
    if (value < 0) {
      throw new GithubProblem(
        'UNPROCESSABLE',
        `\`${argument}\` on the \`${name}\` connection cannot be less than zero.`,
      );
    }
    if (value > LIMIT) {
      throw new GithubProblem(
        'EXCESSIVE_PAGINATION',
        `Requesting ${value} records on the \`${name}\` connection exceeds the \`${argument}\` limit of ${LIMIT} records.`,
      );
    }
  }
}

function cursorOf(position: number): string {
  return Buffer.from(`cursor:v2:${position}`).toString('base64');
}

function positionOf(cursor: string): number {
  const [, position] =
    Buffer.from(cursor, 'base64')
      .toString('utf8')
      .match(/^cursor:v2:(\d+)$/) ?? [];
  if (position === undefined) {
    throw new GithubProblem(
      'UNPROCESSABLE',
      `\`${cursor}\` does not appear to be a valid cursor.`,
    );
  }
  return Number(position);
}
