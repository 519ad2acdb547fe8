import {
  GateStatus,
  Promotion,
  promotionStateSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import fc from 'fast-check';
import { aGate, aPromotion } from '../notify/__testUtils__/aPromotion';
import { statusComment, statusMarker } from './statusComment';

const appBaseUrl = 'https://portal.acme.test/';
const { id } = aPromotion();
const page = `https://portal.acme.test/gitops/promotions/${id}`;

const comment = (change: Partial<Promotion> = {}) =>
  statusComment({ promotion: aPromotion(change), appBaseUrl });

const gates: GateStatus[] = [
  aGate({
    gate: 'verified',
    title: 'Verified before',
    status: 'passed',
    message: 'Verified in dev',
  }),
  aGate({
    gate: 'windows',
    title: 'Windows',
    message: 'Opens on Monday',
    until: '2026-11-30T08:00:00.000Z',
    link: '/gitops/restrictions?a=(b)',
  }),
  aGate({
    gate: 'http:smoke',
    title: 'Smoke test',
    status: 'failed',
    message: 'It answers 503',
    link: 'data:text/html,hello',
    overridden: {
      by: 'user:default/carol',
      reason: 'The check | itself is broken',
      at: '2026-11-24T08:00:00.000Z',
    },
  }),
];

describe('the status comment of a pull request', () => {
  it('shows state, wave, gates, and who let a gate pass and why', () => {
    expect(comment({ gates, wave: { group: 'g', index: 2, count: 5 } }))
      .toBe(`<!-- fairlead:status:${id} -->

🔎 **Open** · wave 2 of 5

| Gate | Status | | Until |
|---|---|---|---|
| Verified before | ✅ passed | Verified in dev |  |
| [Windows](https://portal.acme.test/gitops/restrictions?a=%28b%29) | ⏳ waiting | Opens on Monday | 2026\\-11\\-30 08:00 UTC |
| Smoke test | ⚠️ overridden | It answers 503 |  |

- ⚠️ Smoke test overridden by \`user:default/carol\` at 2026\\-11\\-24 08:00 UTC: The check \\| itself is broken

[Follow this promotion](${page})`);
  });

  it('explains a failure, and leads to the promotions that it has to do with', () => {
    expect(
      comment({
        state: 'failed',
        message: 'orders-prod: Degraded.\nPod <orders-1> crashes @acme/all',
        links: { rolledBackBy: 'r', supersedes: 's' },
      }),
    ).toBe(`<!-- fairlead:status:${id} -->

❌ **Failed**

> orders\\-prod: Degraded.
> Pod &lt;orders\\-1&gt; crashes @\u200bacme/all

- Supersedes [another promotion](https://portal.acme.test/gitops/promotions/s)
- Rolled back by [another promotion](https://portal.acme.test/gitops/promotions/r)

[Follow this promotion](${page})`);
  });

  it('shows a conflict with all three values', () => {
    const text = comment({
      message: 'Somebody else changed it',
      conflicts: [
        {
          file: 'values.yaml',
          pointer: 'image.tag',
          from: '1',
          to: '2',
          now: '3',
        },
        { file: 'values.yaml', pointer: 'tag', from: '1', to: '2' },
      ],
    });
    expect(text).toContain('Somebody else changed it');
    expect(text).toContain('| `values.yaml image.tag` | `1` | `2` | `3` |');
    expect(text).toContain('| `values.yaml tag` | `1` | `2` | gone |');
  });

  it('has words for every state, one marker, and no place for anybody to write their own', () => {
    const hostile = fc.string({
      unit: fc.constantFrom(...'<>!-`*_[]()#@|\\&;:/ \n\r\t1aGH~=+.'),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...promotionStateSchema.options),
        hostile,
        hostile,
        (state, text, link) => {
          const said = comment({
            state,
            message: text,
            gates: [
              aGate({
                title: text,
                message: text,
                until: text,
                link: `https://ci.test/${link}`,
                overridden: {
                  by: 'user:default/carol',
                  reason: text,
                  at: text,
                },
              }),
            ],
          });
          expect(said.split('<!--')).toHaveLength(2);
          expect(said.startsWith(statusMarker(id))).toBe(true);
          expect(said).not.toContain('undefined');
          const rows = said.split('\n').filter(line => line.startsWith('| '));
          expect(rows).toHaveLength(2);
          expect(rows[1].match(/(?<!\\)\|/g)).toHaveLength(5);
          expect(said.split(statusMarker(id))[1]).not.toContain('<');
        },
      ),
    );
  });
});
