import { markdown } from '../../pages/markdown';
import { FieldResolvers, GraphqlContext } from '../GraphqlContext';
import { accountSource } from '../accountSource';

/** What everything has that somebody wrote in Markdown. */
export function commentFields<S>(
  written: (source: S) => { authorId: number; body: string },
): FieldResolvers<S> {
  const isAuthor = (source: S, { actor }: GraphqlContext) =>
    written(source).authorId === actor.user.id;
  return {
    author: (source, _args, { forge }) =>
      accountSource(forge.users.get(written(source).authorId)),
    authorAssociation: () => 'MEMBER',
    editor: () => null,
    body: source => written(source).body,
    bodyText: source => written(source).body,
    bodyHTML: source => markdown(written(source).body).markup,
    createdViaEmail: () => false,
    includesCreatedEdit: () => false,
    lastEditedAt: () => null,
    viewerDidAuthor: (source, _args, context) => isAuthor(source, context),
    viewerCanUpdate: (_source, _args, { actor }) => actor.access === 'write',
    viewerCanReact: () => false,
    viewerCannotUpdateReasons: () => [],
    reactionGroups: () => [],
  };
}
