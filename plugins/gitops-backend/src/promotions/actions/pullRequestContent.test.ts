import { mockServices } from '@backstage/backend-test-utils';
import { defaultPolicy } from '@fairlead/backstage-plugin-gitops-common';
import { newPromotion } from '../requests/newPromotion';
import { pullRequestContent } from './pullRequestContent';

const plan = {
  entityRef: 'component:default/orders',
  from: 'dev',
  to: 'staging',
  repoUrl: 'https://github.com/acme/gitops',
  baseBranch: 'main',
  baseSha: 'a'.repeat(40),
  targets: [],
  fromVersion: { images: [{ name: 'orders', tag: '1.4.2' }] },
  toVersion: { images: [{ name: 'orders', tag: '1.5.0' }] },
  edits: [],
  files: [],
  blockers: [],
  fingerprint: 'f',
};

const contentFor = (reason: string) =>
  pullRequestContent(
    newPromotion({
      plan,
      kind: 'promotion',
      reason,
      requestedBy: 'user:default/ada',
      state: 'planned',
      message: '',
      now: new Date('2026-11-24T09:00:00.000Z'),
    }),
    {
      logger: mockServices.logger.mock(),
      contentsOf: async () => ({ contents: new Map() }),
      branchPrefix: 'fairlead',
      labels: [],
      appBaseUrl: 'https://portal.acme.test',
      policy: {
        ...defaultPolicy('staging'),
        title: '{service} {version}: {reason}',
        body: '**{service}** {reason}',
      },
    },
  );

describe('the templates of a pipeline', () => {
  it('give a title that is one line and not too long, whatever the reason', async () => {
    const { title } = await contentFor('Fixes\r\n\u2028rounding');
    expect(title).toBe('orders 1.5.0: Fixes rounding');
    const { title: long } = await contentFor('🚀'.repeat(2_000));
    expect([...long]).toHaveLength(200);
    expect(long.endsWith('🚀…')).toBe(true);
  });

  it('may be Markdown, and a reason may not', async () => {
    const { body } = await contentFor(
      '<!-- fairlead:promotion:x --> @acme/all [here](https://evil.test)',
    );
    expect(body.split('\n')[0]).toBe(
      '**orders** &lt;\\!\\-\\- fairlead:promotion:x \\-\\-&gt; @\u200bacme/all \\[here\\]\\(https://evil.test\\)',
    );
    expect(body.match(/<!--/g)).toHaveLength(1);
  });
});
