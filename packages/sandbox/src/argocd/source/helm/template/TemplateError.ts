/** A template that can't be parsed or executed; the message is without the file's name. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
