import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import fc from 'fast-check';
import { CatalogIdentities } from './CatalogIdentities';
import { coAuthor, identityOf } from './identityOf';

function user(profile: object, metadata: object = {}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name: 'ada', namespace: 'default', ...metadata },
    spec: { profile: { ...profile } },
  };
}

const email = 'ada@acme.test';

describe('who asked, for Git', () => {
  it.each([
    [user({ displayName: 'Ada Lovelace', email }), `Ada Lovelace <${email}>`],
    [user({ email }, { title: 'Countess' }), `Countess <${email}>`],
    [user({ displayName: ' ', email: ` ${email} ` }), `ada <${email}>`],
    [
      user({ displayName: 'Ada\r\n\u2028Promoted-To: prod <x@y>', email }),
      `Ada Promoted-To: prod x@y <${email}>`,
    ],
  ])('%j is %s', (entity, expected) => {
    const identity = identityOf(entity);
    expect(identity && coAuthor(identity)).toBe(expected);
  });

  it.each([
    user({}),
    user({ email: 'ada' }),
    user({ email: 'ada@acme.test>\nSigned-off-by: x' }),
    user({ email: 'ada@acme.test, bob@acme.test' }),
    user({ email: `${'a'.repeat(300)}@acme.test` }),
    { ...user({ email }), kind: 'Group' },
    { apiVersion: 'v1', kind: 'User', metadata: { name: 'ada' } },
  ])('%j has no identity', entity => {
    expect(identityOf(entity)).toBeUndefined();
  });

  it('is one line with one address, whatever the catalog says', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom(...'ab@.<>:\n\r\t \u0000\u0085\u2028\u200b'),
      }),
    );
    fc.assert(
      fc.property(text, text, (displayName, local) => {
        const identity = identityOf(
          user({ displayName, email: `${local}@acme.test` }),
        );
        if (!identity) return;
        expect(coAuthor(identity)).toMatch(
          /^[^<>\p{C}\p{Zl}\p{Zp}]+ <[^<>\s\p{C}]+@[^<>\s\p{C}]+>$/u,
        );
      }),
    );
  });

  it('is found in the catalog, for people only', async () => {
    const identities = CatalogIdentities.create({
      auth: mockServices.auth(),
      catalog: catalogServiceMock({
        entities: [user({ displayName: 'Ada', email })],
      }),
    });
    expect(await identities.coAuthorOf('user:default/ada')).toBe(
      `Ada <${email}>`,
    );
    expect(await identities.coAuthorOf('user:default/bob')).toBeUndefined();
    expect(await identities.coAuthorOf('fairlead')).toBeUndefined();
  });
});
