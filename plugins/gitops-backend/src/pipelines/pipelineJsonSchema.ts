import { z } from 'zod';
import { environmentName, pipelineFileSchema } from './pipelineFileSchema';

/**
 * JSON Schema of the pipeline file, for editors. With the names of a portal's environments, editors complete those too.
 */
export function pipelineJsonSchema(options: {
  environments?: readonly string[];
}): z.core.JSONSchema.BaseSchema {
  const { environments } = options;
  return authoredJsonSchema(pipelineFileSchema, ({ zodSchema, jsonSchema }) => {
    if (environments && zodSchema === environmentName) {
      jsonSchema.enum = [...environments];
    }
  });
}

/** JSON Schema of what people write, in the draft that editors understand best. */
export function authoredJsonSchema(
  schema: z.ZodType,
  override: NonNullable<z.core.ToJSONSchemaParams['override']> = () => {},
): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    override: context => {
      // They are left out for what is transformed, although they are written as people write them.
      const written = z.globalRegistry.get(context.zodSchema);
      if (written?.default !== undefined) {
        context.jsonSchema.default = written.default;
      }
      if (Array.isArray(written?.examples)) {
        context.jsonSchema.examples = written.examples;
      }
      override(context);
    },
  });
}
