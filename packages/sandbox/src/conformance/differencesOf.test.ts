import { KubeObject } from '../contracts';
import { JsonRecord } from '../json';
import { Comparison } from './Comparison';
import { differencesOf } from './differencesOf';

const object = (namespace: string, status: JsonRecord): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace, uid: namespace },
  status,
});
const ready = (reason: string) => ({ type: 'Ready', status: 'True', reason });

describe('differencesOf', () => {
  it('sees none in what differs from one run to the next', () => {
    const status = (seconds: string, hash: string, sha: string) => ({
      revision: `main@sha1:${sha.repeat(20)}`,
      history: [
        { at: `2026-11-24T10:00:${seconds}Z`, took: `${seconds}.123s` },
      ],
      message: `web-${hash} of ${seconds === '01' ? 'one' : 'two'}`,
    });
    expect(
      differencesOf({
        real: object('one', status('01', '5c996c95f9', 'ab')),
        standIn: object('two', status('47', '54b884bfc8', '09')),
      }),
    ).toEqual([]);
  });

  it('sees what is missing, what is there besides, and what is of another kind, condition by condition', () => {
    const differences = differencesOf({
      real: object('shop', {
        replicas: 0,
        at: '2026-11-24T10:00:00Z',
        conditions: [ready('Succeeded'), { type: 'Healthy', status: 'True' }],
      }),
      standIn: object('shop', {
        phase: 'Paused',
        replicas: '0',
        at: '2026-11-24T10:00:00.123Z',
        conditions: [ready('Applied')],
      }),
    });
    expect(differences).toEqual([
      {
        path: 'status.at',
        real: '"<time>"',
        standIn: '"<time with a fraction>"',
      },
      { path: 'status.conditions[Healthy].status', real: '"True"' },
      { path: 'status.conditions[Healthy].type', real: '"Healthy"' },
      {
        path: 'status.conditions[Ready].reason',
        real: '"Succeeded"',
        standIn: '"Applied"',
      },
      { path: 'status.phase', standIn: '"Paused"' },
      { path: 'status.replicas', real: '0', standIn: '"0"' },
    ]);
  });
});

describe('Comparison', () => {
  it('keeps what nothing explains, and explanations that nothing needs', () => {
    const needed = { path: 'status.size', because: 'nothing is packed' };
    const needless = { ...needed, stages: ['later'] };
    const comparison = Comparison.create({ allowances: [needless, needed] });
    comparison.compare({
      stage: 'ready',
      real: object('shop', { size: { bytes: 1 }, sizes: 1 }),
      standIn: object('shop', { size: { bytes: 2 }, sizes: 2 }),
    });
    expect(comparison.unexplained).toEqual([
      'ready, Deployment status.sizes: 2 instead of 1',
    ]);
    expect(comparison.unused).toEqual([needless]);
  });
});
