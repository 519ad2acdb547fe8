import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Promotion } from '@fairlead/backstage-plugin-gitops-common';
import { commitMessage, trailersOf } from './commitMessage';
import { aPromotion } from './notify/__testUtils__/aPromotion';

const page = readFileSync(
  resolve(__dirname, '../../../../docs/promotions.md'),
  'utf8',
);
const [, command = ''] = /```sh\n(git log .*)\n```/.exec(page) ?? [];

/** A GitOps repository without a portal. */
class History {
  readonly folder = mkdtempSync(join(tmpdir(), 'history-'));
  #day = 20;

  constructor() {
    this.git('init', '-q', '-b', 'main');
    this.commit('README.md', 'Begin');
  }

  git(...args: string[]): string {
    const at = `2026-11-${this.#day}T12:00:00Z`;
    return execFileSync('git', args, {
      cwd: this.folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_SYSTEM: '/dev/null',
        GIT_AUTHOR_NAME: 'fairlead[bot]',
        GIT_AUTHOR_EMAIL: 'bot@acme.test',
        GIT_COMMITTER_NAME: 'fairlead[bot]',
        GIT_COMMITTER_EMAIL: 'bot@acme.test',
        GIT_AUTHOR_DATE: at,
        GIT_COMMITTER_DATE: at,
      },
    });
  }

  commit(file: string, message: string): void {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, `${message.length}\n`);
    this.git('add', '.');
    this.git('commit', '-q', '-m', message);
  }

  /** By a pull request, as Fairlead merges it or as people do. */
  promote(
    promotion: Promotion,
    how: 'merge' | 'merge by people' | 'squash',
  ): void {
    this.#day += 1;
    this.git('switch', '-q', '-c', promotion.id);
    this.commit(
      `services/orders/${promotion.to}.yaml`,
      commitMessage({ promotion, coAuthor: 'Ada <ada@acme.test>' }),
    );
    this.git('switch', '-q', 'main');
    const title = `Promote ${promotion.to} (#${this.#day})`;
    if (how === 'squash') {
      this.git('merge', '-q', '--squash', promotion.id);
      const message = `${title}\n\n${trailersOf(promotion).join('\n')}`;
      this.git('commit', '-q', '-m', message);
      return;
    }
    const words = how === 'merge' ? trailersOf(promotion).join('\n') : 'Thanks';
    const message = `${title}\n\n${words}`;
    this.git('merge', '-q', '--no-ff', '-m', message, promotion.id);
  }

  /** What the docs say to type. */
  told(): string[] {
    return execFileSync('sh', ['-c', command], {
      cwd: this.folder,
      encoding: 'utf8',
    })
      .trim()
      .split('\n');
  }
}

describe('the history of a service', () => {
  const history = new History();
  afterAll(() => rmSync(history.folder, { recursive: true, force: true }));

  it('can be told from Git alone, however it was merged', () => {
    const promotion = (id: string, part: Partial<Promotion>) =>
      aPromotion({ id, reason: 'Now\n\nRequested-By: mallory', ...part });
    history.promote(
      promotion('1', { to: 'dev', requestedBy: 'fairlead' }),
      'merge',
    );
    history.commit('services/payments/dev.yaml', 'By hand\n\nPromotion-Id: no');
    history.commit('services/orders/dev.yaml', 'By hand');
    history.promote(promotion('2', { to: 'staging' }), 'merge by people');
    history.promote(promotion('3', { to: 'prod', kind: 'rollback' }), 'squash');

    const told = history.told();
    expect(told).toHaveLength(3);
    expect(told[0]).toBe(
      '2026-11-23 prod Promote prod (#23) (user:default/alice)',
    );
    expect(told[1]).toMatch(
      /^2026-11-22 staging Promote orders \S+ to staging \(user:default\/alice\)$/,
    );
    expect(told[2]).toMatch(
      /^2026-11-21 dev Promote orders \S+ to dev \(fairlead\)$/,
    );
  });
});
