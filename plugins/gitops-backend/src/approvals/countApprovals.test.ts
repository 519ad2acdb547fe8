import { Entity } from '@backstage/catalog-model';
import { PromotionPlan } from '@fairlead/backstage-plugin-gitops-common';
import { GivenApproval } from './Approvals';
import { changeKey } from './changeKey';
import { countApprovals } from './countApprovals';

const plan: PromotionPlan = {
  entityRef: 'component:default/orders',
  from: 'staging',
  to: 'prod',
  repoUrl: 'https://github.com/acme/gitops',
  baseBranch: 'main',
  baseSha: 'a'.repeat(40),
  targets: [],
  fromVersion: { images: [] },
  toVersion: { images: [] },
  edits: [
    {
      file: 'prod/kustomization.yaml',
      line: 3,
      pointer: 'images[0].newTag',
      what: 'image-tag',
      subject: 'orders',
      from: '1.5.0',
      to: '1.6.0',
    },
  ],
  files: [],
  blockers: [],
  fingerprint: 'f',
};

const entity = (part: Partial<Entity> = {}): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'orders', namespace: 'shop' },
  spec: { owner: 'payments' },
  ...part,
});

const by = (
  name: string,
  groups: string[],
  part: Partial<GivenApproval> = {},
): GivenApproval => ({
  by: `user:default/${name}`,
  at: '2026-11-30T09:00:00.000Z',
  memberOf: [`user:default/${name}`, ...groups],
  changeKey: changeKey(plan),
  ...part,
});

const count = (
  given: GivenApproval[],
  from: string[],
  of: Entity | undefined = entity(),
) =>
  countApprovals({
    promotion: { plan, requestedBy: 'user:default/alice' },
    policy: { required: 2, from },
    entity: of,
    given,
  });

describe('countApprovals', () => {
  it('counts each person who may approve once, and says why others do not count', () => {
    const owners = ['group:shop/payments'];
    const moved = changeKey({ ...plan, baseSha: 'b'.repeat(40) });
    const { edits, ...rest } = plan;
    const another = changeKey({
      ...rest,
      edits: [{ ...edits[0], to: '1.7.0' }],
    });
    const { approvals, counted, required, outdated, people } = count(
      [
        by('alice', owners),
        by('bob', ['Group:shop/Payments'], {
          comment: 'Fine',
          changeKey: moved,
        }),
        by('bob', owners, { by: 'User:Default/Bob' }),
        by('carol', ['group:default/marketing']),
        by('dave', owners, { changeKey: another }),
        by('erin', []),
      ],
      ['owners', 'user:default/erin'],
    );
    expect(approvals.map(({ counts, why }) => why ?? counts)).toEqual([
      'Whoever requested a promotion does not count.',
      true,
      'Has approved already.',
      'Is none of those who may approve this promotion.',
      'Was given for another change: the plan has changed since then.',
      true,
    ]);
    expect(approvals[1]).toEqual({
      by: 'user:default/bob',
      at: '2026-11-30T09:00:00.000Z',
      comment: 'Fine',
      counts: true,
    });
    expect({ counted, required, outdated, people }).toEqual({
      counted: 2,
      required: 2,
      outdated: ['user:default/dave'],
      people: ['user:default/bob', 'user:default/erin'],
    });
  });

  it('takes owners from the catalog: relations before the spec, nobody when there is none', () => {
    const relations = [
      { type: 'ownedBy', targetRef: 'group:default/SRE' },
      { type: 'ownedBy', targetRef: 'user:default/frank' },
      { type: 'partOf', targetRef: 'system:default/shop' },
    ];
    const approvers = (of?: Entity) => count([], ['owners'], of).approvers;
    expect(approvers(entity({ relations }))).toEqual([
      'group:default/sre',
      'user:default/frank',
    ]);
    expect(approvers(entity())).toEqual(['group:shop/payments']);
    expect(approvers(entity({ spec: {} }))).toEqual([]);
    expect(
      countApprovals({
        promotion: { plan, requestedBy: 'fairlead' },
        policy: { required: 1, from: ['owners'] },
        given: [by('bob', ['group:shop/payments'])],
      }),
    ).toMatchObject({ counted: 0, approvers: [] });
  });

  it('counts nothing where nobody has to approve', () => {
    expect(
      countApprovals({
        promotion: { plan, requestedBy: 'fairlead' },
        given: [by('bob', [])],
      }),
    ).toMatchObject({
      required: 0,
      counted: 0,
      approvals: [{ counts: false, why: expect.stringContaining('Nobody') }],
    });
  });
});
