import { Response } from 'express';

/** Answers with JSON that is written down already. */
export function sendJson(response: Response, text: string, code = 200): void {
  response.status(code).type('application/json').send(text);
}
