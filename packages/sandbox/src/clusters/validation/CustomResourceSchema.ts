import Ajv, { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { KubeObject } from '../../contracts';
import { ObjectSchema } from '../kinds/ResourceKind';
import { JsonObject } from '../objects/mergePatch';
import { StatusCause } from '../StatusError';
import { causesOf } from './causesOf';
import { pruneBySchema } from './pruneBySchema';
import { toJsonSchema } from './toJsonSchema';

/**
 * Compiled schemas by their text. Many clusters of one process serve the same
 * definitions, and the large ones take a noticeable time to compile.
 */
const compiled = new Map<string, ValidateFunction>();

function compile(schema: JsonObject): ValidateFunction {
  const jsonSchema = toJsonSchema(schema);
  const text = JSON.stringify(jsonSchema);
  const known = compiled.get(text);
  if (known) return known;
  const ajv = addFormats(
    new Ajv({
      allErrors: true,
      strict: false,
      verbose: true,
      unicodeRegExp: false,
    }),
  );
  const validate = ajv.compile(jsonSchema);
  compiled.set(text, validate);
  return validate;
}

/** The schema of one version of a custom resource, compiled when it is needed first. */
export class CustomResourceSchema implements ObjectSchema {
  readonly published: JsonObject;
  #validate: ValidateFunction | undefined;

  /** Takes the `openAPIV3Schema` of a CustomResourceDefinition. */
  static create(openApiSchema: JsonObject): CustomResourceSchema {
    return new CustomResourceSchema(openApiSchema);
  }

  private constructor(openApiSchema: JsonObject) {
    this.published = openApiSchema;
  }

  prune(object: KubeObject): { object: KubeObject; dropped: string[] } {
    const { apiVersion, kind, metadata } = object;
    const { value, dropped } = pruneBySchema({
      value: object,
      schema: this.published,
    });
    return {
      object: { ...Object(value), apiVersion, kind, metadata },
      dropped,
    };
  }

  validate(object: KubeObject): StatusCause[] {
    this.#validate ??= compile(this.published);
    return this.#validate(object) ? [] : causesOf(this.#validate.errors ?? []);
  }
}
