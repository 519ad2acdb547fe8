import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { readFileSync } from 'fs';
import { z } from 'zod';

const responseSchema = z.object({
  content: z
    .record(z.string(), z.object({ schema: z.unknown() }).partial())
    .optional(),
});
const descriptionSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        responses: z.record(
          z.string(),
          z.union([z.object({ $ref: z.string() }), responseSchema]),
        ),
      }),
    ),
  ),
  components: z.object({
    schemas: z.record(z.string(), z.unknown()),
    responses: z.record(z.string(), responseSchema),
  }),
});

/** GitHub's description of its REST API, to hold answers against. */
export class GithubDescription {
  static read(): GithubDescription {
    const file = require.resolve('@octokit/openapi/generated/ghes-3.19.json');
    const description: unknown = withNulls(
      JSON.parse(readFileSync(file, 'utf8')),
    );
    return new GithubDescription(descriptionSchema.parse(description));
  }

  readonly #ajv = addFormats(
    new Ajv({
      strict: false,
      validateSchema: false,
      validateFormats: true,
      logger: false,
      allErrors: true,
    }),
  );
  /** Operations that were held against the description. */
  readonly checked = new Set<string>();

  private constructor(
    private readonly description: z.infer<typeof descriptionSchema>,
  ) {
    this.#ajv.addSchema({
      $id: 'github',
      components: description.components,
    });
  }

  /** Throws when GitHub does not describe this operation or status, or describes another answer. */
  check(answer: {
    method: string;
    /** With its parameters: `/repos/{owner}/{repo}`. */
    path: string;
    status: number;
    data: unknown;
  }): void {
    const { method, path, status, data } = answer;
    const name = `${method.toUpperCase()} ${path}`;
    const responses = this.#operation(method, path)?.responses;
    if (!responses) throw new Error(`GitHub does not describe ${name}`);
    const found = responses[String(status)];
    if (!found) {
      if (status === 401 || status === 404 || status === 403) return;
      throw new Error(`GitHub does not describe ${status} of ${name}`);
    }
    const response =
      '$ref' in found
        ? this.description.components.responses[
            found.$ref.split('/').at(-1) ?? ''
          ]
        : found;
    const schemas = Object.entries(response.content ?? {})
      .filter(([type]) => type.includes('json'))
      .map(([, { schema }]) => schema);
    this.checked.add(`${name} ${status}`);
    if (schemas.length === 0) {
      if (data === undefined || data === '' || status === 422 || status === 404)
        return;
      throw new Error(`GitHub answers ${name} with ${status} and no body`);
    }
    // Of the forms of an error, some are so permissive that an answer has more than one of them.
    const schema = withBase(
      { anyOf: schemas },
      status >= 400 ? { oneOf: 'anyOf' } : {},
    );
    if (typeof schema !== 'object' || schema === null) return;
    const validate = this.#ajv.compile(schema);
    if (!validate(data)) {
      throw new Error(
        `The answer ${status} to ${name} is not GitHub's: ${this.#ajv.errorsText(
          validate.errors?.slice(0, 5),
        )}`,
      );
    }
  }

  /** By template, whose parameters Octokit names otherwise at times, or by whole address as in links. */
  #operation(method: string, path: string) {
    const { paths } = this.description;
    const wanted = path
      .replace(/^https?:.*?\/api\/v3|\?.*$/g, '')
      .replace(/\{[^}]*\}/g, 'x');
    const known = [
      path,
      ...Object.keys(paths).filter(each =>
        new RegExp(`^${each.replace(/\{[^}]*\}/g, '[^/]+')}$`).test(wanted),
      ),
    ];
    return known
      .map(each => paths[each]?.[method.toLowerCase()])
      .find(operation => operation !== undefined);
  }
}

/** OpenAPI 3.0 says `nullable` where JSON Schema has a type of its own. */
function withNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNulls);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'example' && key !== 'examples')
      .map(([key, each]) => [key, withNulls(each)]),
  );
  if (copy.nullable !== true) return copy;
  const { nullable, ...rest } = copy;
  return { anyOf: [rest, { type: 'null' }] };
}

function withBase(value: unknown, renamed: Record<string, string>): unknown {
  if (Array.isArray(value)) return value.map(each => withBase(each, renamed));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      renamed[key] ?? key,
      key === '$ref' && typeof each === 'string' && each.startsWith('#')
        ? `github${each}`
        : withBase(each, renamed),
    ]),
  );
}
