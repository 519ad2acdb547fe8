import fc from 'fast-check';
import { escapeMarkdown, inlineCode, quote } from './markdown';
import { pullRequestBody } from './pullRequestBody';

const promotion = {
  id: '7f7df7a5-6a1b-4a53-9f0c-3b4ff1ad5bd3',
  entityRef: 'component:default/orders',
  from: 'dev',
  to: 'staging',
  reason: 'Fixes <b>rounding</b>,\nsee #12 and @acme/all',
  requestedBy: 'user:default/alice',
  kind: 'promotion' as const,
  skips: [],
  plan: {
    entityRef: 'component:default/orders',
    from: 'dev',
    to: 'staging',
    repoUrl: 'https://github.com/acme/gitops',
    baseBranch: 'main',
    baseSha: 'a'.repeat(40),
    targets: [],
    fromVersion: { images: [{ name: 'ghcr.io/acme/orders', tag: '1.4.2' }] },
    toVersion: { images: [{ name: 'ghcr.io/acme/orders', tag: '1.5.0' }] },
    edits: [
      {
        file: 'apps/orders/kustomization.yaml',
        line: 4,
        pointer: 'images[0].newTag',
        what: 'image-tag' as const,
        subject: 'ghcr.io/acme/orders',
        from: '1.4.2',
        to: '1.5.0',
      },
    ],
    files: [],
    blockers: [],
    fingerprint: 'f',
  },
};

describe('the body of a pull request', () => {
  it('tells a reviewer what, why, which values, which commits and who', () => {
    const body = pullRequestBody({
      promotion,
      appBaseUrl: 'https://portal.acme.test/',
      commits: {
        commits: [
          {
            repoUrl: 'https://github.com/acme/orders',
            sha: '0123456789abcdef',
            url: 'https://github.com/acme/orders/commit/0123456789abcdef',
            author: 'Ada',
            message: 'Round *half* to even',
            date: '2026-11-20T00:00:00Z',
          },
        ],
        truncated: true,
        compareUrl: 'https://github.com/acme/orders/compare/1.4.2...1.5.0',
      },
    });
    expect(body)
      .toBe(`Promotes [orders](https://portal.acme.test/catalog/default/component/orders) from **dev** to **staging**: \`1.4.2\` → \`1.5.0\`

> Fixes &lt;b&gt;rounding&lt;/b&gt;,
> see \\#\u200b12 and @\u200bacme/all

| Value | From | To |
|---|---|---|
| \`apps/orders/kustomization.yaml:4\` | \`1.4.2\` | \`1.5.0\` |

[Commits between the two versions](https://github.com/acme/orders/compare/1.4.2...1.5.0):

- [\`0123456\`](https://github.com/acme/orders/commit/0123456789abcdef) Round \\*half\\* to even (Ada)
- and more

Requested by \`user:default/alice\`. [Follow this promotion](https://portal.acme.test/gitops/promotions/7f7df7a5-6a1b-4a53-9f0c-3b4ff1ad5bd3).

<!-- fairlead:promotion:7f7df7a5-6a1b-4a53-9f0c-3b4ff1ad5bd3 -->`);
  });

  it('lets no reason write anything but words', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(...'<>!-`*_[]()#@|\\&;:/ \n\r\t1aGH~=+.'),
        }),
        text => {
          const escaped = escapeMarkdown(text);
          expect(escaped).not.toMatch(/[<>]|@(?!\u200b)|(?<!\\)[`*_[\]#|]/);
          for (const line of quote(text).split('\n')) {
            expect(line.startsWith('> ')).toBe(true);
          }
        },
      ),
    );
  });

  it('keeps code in its cell', () => {
    expect(inlineCode('a|b')).toBe('`a\\|b`');
    expect(inlineCode('a `` b')).toBe('``` a `` b ```');
    expect(inlineCode('a\nb')).toBe('`a b`');
  });
});
