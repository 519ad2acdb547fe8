import { shop, stageOf } from './__testUtils__/shop';
import { kargoPipeline } from './KargoPipeline';

const objects = shop();
const options = {
  freight: 'bbbbbbbbbbbbbbbb',
  user: 'user:default/ada',
  now: new Date('2026-10-02T09:00:00.123Z'),
};
const prepare = (action: 'promote' | 'approve', stage: string) =>
  kargoPipeline.prepare(action, {
    ...options,
    object: stageOf(objects, stage),
    stage,
  });

describe('what Kargo is asked', () => {
  it('promotes by a Promotion that says who wanted it', () => {
    expect(prepare('promote', 'dev')).toEqual({
      create: [
        {
          apiVersion: 'kargo.akuity.io/v1alpha1',
          kind: 'Promotion',
          plural: 'promotions',
          namespace: 'shop',
          body: {
            metadata: {
              generateName: 'dev.',
              namespace: 'shop',
              annotations: { 'fairlead/requested-by': 'user:default/ada' },
            },
            spec: { stage: 'dev', freight: 'bbbbbbbbbbbbbbbb' },
          },
        },
      ],
    });
  });

  it('approves in the status of the freight', () => {
    expect(prepare('approve', 'prod')).toEqual({
      patch: [
        {
          apiVersion: 'kargo.akuity.io/v1alpha1',
          kind: 'Freight',
          plural: 'freights',
          namespace: 'shop',
          name: 'bbbbbbbbbbbbbbbb',
          subresource: 'status',
          body: {
            status: {
              approvedFor: { prod: { approvedAt: '2026-10-02T09:00:00Z' } },
            },
          },
        },
      ],
    });
  });

  it('is not asked what it would refuse', () => {
    expect(() => prepare('promote', 'fan-out')).toThrow(
      'The stage fan-out only stands between others: nothing is promoted to it.',
    );
    expect(() => prepare('approve', 'dev')).toThrow(
      'The stage dev takes what is new directly: there is nothing to let pass.',
    );
    const stage = JSON.parse(
      JSON.stringify(stageOf(objects, 'dev')).replace(
        '"name":"dev"',
        '"name":"dev","deletionTimestamp":"2026-10-02T08:00:00Z"',
      ),
    );
    expect(() =>
      kargoPipeline.prepare('promote', {
        ...options,
        object: stage,
        stage: 'dev',
      }),
    ).toThrow('The stage dev is being deleted.');
  });
});
