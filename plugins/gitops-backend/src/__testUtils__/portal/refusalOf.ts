import { ResponseError } from '@backstage/errors';

/** How a call was refused: the status, and the sentence that people see. */
export async function refusalOf(
  call: Promise<unknown>,
): Promise<{ status: number; message: string }> {
  const error: unknown = await call.then(
    () => undefined,
    reason => reason,
  );
  if (!ResponseError.is(error)) throw new Error(`Not refused: ${error}`);
  return { status: error.statusCode, message: error.cause.message };
}
