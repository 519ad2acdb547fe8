import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { z } from 'zod';

const principalSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('user'), userEntityRef: z.string() }),
  z.object({ type: z.literal('service'), subject: z.string() }),
  z.object({ type: z.literal('none') }),
]);

/** Who acts: the entity ref of a user, or the subject of a service. */
export function actorOf(credentials: BackstageCredentials): string {
  const principal = principalSchema.safeParse(credentials.principal);
  if (!principal.success) return 'unknown';
  switch (principal.data.type) {
    case 'user':
      return principal.data.userEntityRef;
    case 'service':
      return principal.data.subject;
    default:
      return 'unknown';
  }
}
