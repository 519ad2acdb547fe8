import { Request, Response } from 'express';
import { ForgeDomain } from '../domain';
import { HtmlValue } from './html';
import { layout } from './layout';
import { viewerOf } from './session';

/** Sends pages, with what all of them have around their content. */
export class PageResponder {
  static create(forge: ForgeDomain): PageResponder {
    return new PageResponder(forge);
  }

  private constructor(private readonly forge: ForgeDomain) {}

  send(
    request: Request,
    response: Response,
    page: { title: string; content: HtmlValue },
  ): void {
    const { login } = viewerOf(this.forge, request);
    const users = this.forge.users.people();
    response
      .set({
        'content-security-policy':
          "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
      })
      .type('html')
      .send(
        layout({
          ...page,
          viewer: { login, users },
          path: request.originalUrl,
        }),
      );
  }
}
