import { InputError } from '@backstage/errors';
import { forgeTokenHeader } from '@fairlead/backstage-plugin-gitops-common';
import { Request } from 'express';
import { ForgeToken } from '../forges/ForgeToken';

/** Takes the user's forge token out of a request, so that nothing after this finds it there. Undefined when none came. */
export function forgeTokenOf(request: Request): ForgeToken | undefined {
  const text = request.get(forgeTokenHeader);
  delete request.headers[forgeTokenHeader];
  if (text === undefined) return undefined;
  const token = ForgeToken.from(text);
  if (!token) {
    throw new InputError(`The header ${forgeTokenHeader} holds no token`);
  }
  return token;
}
