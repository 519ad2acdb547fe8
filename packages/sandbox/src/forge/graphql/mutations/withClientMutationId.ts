import { z } from 'zod';
import { FieldResolver } from '../GraphqlContext';

const argsSchema = z.object({
  input: z.object({ clientMutationId: z.string().nullish() }),
});

/** A mutation that answers with the id that its caller has given it. */
export function withClientMutationId(
  run: FieldResolver<unknown>,
): FieldResolver<unknown> {
  return async (source, args, context) => {
    const { input } = argsSchema.parse(args);
    const { clientMutationId = null } = input;
    return Object.assign(
      { clientMutationId },
      await run(source, args, context),
    );
  };
}
