import { RequestHandler } from 'express';

/** Lets a form through only when it was sent from a page of this forge, because the user is known by a cookie. */
export function sameOriginOnly(): RequestHandler {
  return (request, response, next) => {
    const host = request.get('host');
    const source = request.get('origin') ?? request.get('referer');
    const isOwn =
      source !== undefined &&
      URL.canParse(source) &&
      new URL(source).host === host;
    if (isOwn) {
      next();
      return;
    }
    response
      .status(403)
      .type('text/plain')
      .send('The form was not sent from a page of this forge.');
  };
}
