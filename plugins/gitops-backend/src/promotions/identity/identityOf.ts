import { Entity } from '@backstage/catalog-model';
import { z } from 'zod';

/** A person as Git names people. */
export interface GitIdentity {
  name: string;
  email: string;
}

const userSchema = z.object({
  kind: z.string().regex(/^user$/i),
  metadata: z.object({ name: z.string(), title: z.string().optional() }),
  spec: z.object({
    profile: z.object({
      displayName: z.string().optional(),
      email: z.string(),
    }),
  }),
});

const nameLimit = 200;
const emailLimit = 254;

/**
 * Name and address of a user in the catalog; undefined where either is missing. Both are free text there and end up in
 * the trailers of a commit, so that nothing in them may end a line or begin another address.
 */
export function identityOf(entity: Entity): GitIdentity | undefined {
  const user = userSchema.safeParse(entity);
  if (!user.success) return undefined;
  const { metadata, spec } = user.data;
  const email = spec.profile.email.trim();
  if (!/^[^\s\p{C}<>@,;:"\\()]+@[^\s\p{C}<>@,;:"\\()]+$/u.test(email)) {
    return undefined;
  }
  if (email.length > emailLimit) return undefined;
  const name = [spec.profile.displayName, metadata.title, metadata.name]
    .map(each => inOneLine(each ?? ''))
    .find(Boolean);
  return name ? { name, email } : undefined;
}

/** `Name <email>` */
export function coAuthor({ name, email }: GitIdentity): string {
  return `${name} <${email}>`;
}

function inOneLine(text: string): string {
  const line = text.replace(/[\s\p{C}\p{Z}<>]+/gu, ' ').trim();
  return [...line].slice(0, nameLimit).join('').trim();
}
