import { z } from 'zod';
import { environmentName, pipelineFileSchema } from './pipelineFileSchema';

/**
 * JSON Schema of the pipeline file, for editors. With the names of a portal's environments, editors complete those too.
 */
export function pipelineJsonSchema(options: {
  environments?: readonly string[];
}): z.core.JSONSchema.BaseSchema {
  const { environments } = options;
  const schema = z.toJSONSchema(pipelineFileSchema, {
    io: 'input',
    // What editors understand best.
    target: 'draft-7',
    override: ({ zodSchema, jsonSchema }) => {
      if (environments && zodSchema === environmentName) {
        jsonSchema.enum = [...environments];
      }
    },
  });
  return schema;
}
