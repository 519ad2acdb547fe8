import { Request, Response } from 'express';
import { z } from 'zod';
import { ValidationError } from '../domain';

const DEFAULT_PER_PAGE = 30;
const MOST_PER_PAGE = 100;

/** A parameter of the query string, where it is given once and is not empty. */
export function param(request: Request, name: string): string | undefined {
  const value = request.query[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Which page is asked for. */
export function pageOf(request: Request): { page: number; perPage: number } {
  const number = (name: string, otherwise: number) => {
    const value = Number(param(request, name));
    return Number.isInteger(value) && value > 0 ? value : otherwise;
  };
  return {
    page: number('page', 1),
    perPage: Math.min(number('per_page', DEFAULT_PER_PAGE), MOST_PER_PAGE),
  };
}

/** The page that is asked for, with links to the others. */
export function paginate<T>(
  all: readonly T[],
  {
    request,
    response,
    baseUrl,
  }: {
    request: Request;
    response: Response;
    baseUrl: string;
  },
): T[] {
  const { page, perPage } = pageOf(request);
  const last = Math.max(1, Math.ceil(all.length / perPage));
  const url = new URL(request.originalUrl, baseUrl);
  const link = (to: number, rel: string) => {
    url.searchParams.set('page', String(to));
    return `<${url}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
    ...(page > 1 ? [link(1, 'first')] : []),
  ];
  if (links.length > 0) response.set('Link', links.join(', '));
  return all.slice((page - 1) * perPage, page * perPage);
}

/** The body of a request. Throws {@link ValidationError} (422) that names the fields which are wrong. */
export function bodyOf<T>(
  request: Request,
  options: { resource: string; schema: z.ZodType<T> },
): T {
  const { resource, schema } = options;
  const parsed = schema.safeParse(request.body ?? {});
  if (parsed.success) return parsed.data;
  throw new ValidationError(
    parsed.error.issues.map(({ path, message }) => ({
      resource,
      field: path.join('.'),
      code: 'invalid',
      message,
    })),
    `Invalid request.\n\n${z.prettifyError(parsed.error)}`,
  );
}

/** Which of GitHub's media types is asked for: `raw`, `diff`, `patch`, `sha`, `object` or plain JSON. */
export function mediaOf(request: Request): string {
  const [, media = 'json'] =
    (request.headers.accept ?? '').match(
      /application\/vnd\.github(?:\.v3)?\.(raw|diff|patch|sha|object)\b/,
    ) ?? [];
  return media;
}
