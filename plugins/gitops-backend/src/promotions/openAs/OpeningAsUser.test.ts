import { mockServices } from '@backstage/backend-test-utils';
import {
  ConflictError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { FakeForge } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { ForgeToken } from '../../forges/ForgeToken';
import { ForgeUser } from '../../forges/UserForges';
import { withCause } from '../../withCause';
import { OpeningAsUser } from './OpeningAsUser';

const repoUrl = 'https://github.com/acme/gitops';
const promotion = { id: 'p1' };

function setUp() {
  const forge = new FakeForge();
  const repository = forge.createRepository({ repoUrl, files: { a: '1' } });
  const acted: ForgeUser[] = [];
  const opening = OpeningAsUser.create({
    forges: {
      hostOf: () => 'github.com',
      asUser: ({ by }) => {
        acted.push(by);
        return forge;
      },
    },
    logger: mockServices.logger.mock(),
  });
  const token = ForgeToken.from('secret');
  if (!token) throw new Error('no token');
  const content = {
    repoUrl,
    baseBranch: 'main',
    baseSha: repository.commitOf('main').sha,
    headBranch: 'fairlead/orders',
    commitMessage: 'Promote',
    files: new Map([['a', '2']]),
    title: 'Promote',
    body: '',
    labels: ['fairlead'],
    reviewers: ['grace'],
  };
  opening.by({ user: 'user:default/ada', token }).keep([promotion]);
  return { acted, content, forge, opening };
}

describe('OpeningAsUser', () => {
  it('opens as the user and leaves the labels to the portal, until the token is forgotten', async () => {
    const { acted, content, forge, opening } = setUp();
    expect(opening.has(promotion)).toBe(true);
    expect(await opening.open(promotion, content)).toEqual({});
    expect(acted).toMatchObject([{ user: 'user:default/ada' }]);
    expect([...forge.opened.values()]).toMatchObject([
      { labels: [], reviewers: ['grace'] },
    ]);
    opening.forget(promotion.id);
    expect(opening.has(promotion)).toBe(false);
    expect(await opening.open(promotion, content)).toEqual({
      refused: 'there is no token of theirs',
    });
  });

  it.each([
    ['a missing right', new NotAllowedError('github.com does not allow it')],
    ['a rule of the repository', new ConflictError('Creations are restricted')],
    [
      'a limit of the user',
      withCause(new ServiceUnavailableError('Limited until later'), {
        retryAt: new Date(),
      }),
    ],
  ])('leaves it to the portal for %s', async (_, error) => {
    const { content, forge, opening } = setUp();
    forge.failNext('openPullRequest', { error });
    expect(await opening.open(promotion, content)).toEqual({
      refused: error.message,
    });
  });

  it('waits for a forge that is down', async () => {
    const { content, forge, opening } = setUp();
    const down = new ServiceUnavailableError('github.com is down');
    forge.failNext('openPullRequest', { error: down });
    await expect(opening.open(promotion, content)).rejects.toBe(down);
    expect(await opening.open(promotion, content)).toEqual({});
  });
});
