import { ResponseError } from '@backstage/errors';
import {
  Commit,
  CommitsRequest,
  GitopsApi,
  PlanRequest,
  PromotionRequest,
  PullRequest,
  ServiceDeployments,
} from '@fairlead/backstage-plugin-gitops-common';
import { aPlan, aPromotion } from '../src/__testUtils__/aPromotion';
import { commits, fleetOf, promotions, services } from './scene';

/** A backend of one page's memory: what is asked for happens, and is forgotten on reload. */
export class FakeGitops implements GitopsApi {
  #created = 0;

  async getService(entityRef: string): Promise<ServiceDeployments> {
    const found = services.find(service => service.entityRef === entityRef);
    return found ?? refuse(404, `No service ${entityRef}`);
  }

  async getFleet() {
    return fleetOf(services);
  }

  async planPromotion({ entityRef, from, to }: PlanRequest) {
    return {
      plan: aPlan({
        service: entityRef.split('/')[1],
        from,
        to,
        fromVersion: '1.4.2',
        toVersion: '1.5.0',
      }),
    };
  }

  async createPromotion(request: PromotionRequest) {
    this.#created += 1;
    const { plan } = await this.planPromotion(request);
    const promotion = aPromotion({
      id: `p-new-${this.#created}`,
      plan,
      state: 'open',
      message: 'Waits for a review of pull request #318.',
      createdAt: new Date().toISOString(),
      overrides: { reason: request.reason },
    });
    promotions.unshift({ promotion, events: [] });
    return promotion;
  }

  async getPromotion(id: string) {
    const found = promotions.find(({ promotion }) => promotion.id === id);
    if (!found) return refuse(404, `No promotion ${id}`);
    return { ...found, cancel: { allowed: true } };
  }

  async listPromotions() {
    return { promotions: promotions.map(({ promotion }) => promotion) };
  }

  async cancelPromotion({ id }: { id: string; reason: string }) {
    const { promotion } = await this.getPromotion(id);
    promotion.state = 'cancelled';
    promotion.message = 'Cancelled; nothing was merged.';
    return promotion;
  }

  async syncTarget(targetId: string) {
    return { message: `Argo CD was asked to sync ${targetId}.` };
  }

  async refreshTarget(targetId: string) {
    return { message: `Argo CD compares ${targetId} with Git again.` };
  }

  async getCommits(request: CommitsRequest): Promise<Commit[]> {
    const wanted = new Set(request.commits.map(({ sha }) => sha));
    return commits.filter(({ sha }) => wanted.has(sha));
  }

  async openChange(): Promise<PullRequest> {
    return refuse(501, 'The pages never open changes');
  }
}

async function refuse(status: number, message: string): Promise<never> {
  throw await ResponseError.fromResponse(
    new Response(JSON.stringify({ error: { name: 'Error', message } }), {
      status,
      headers: { 'Content-Type': 'application/json' },
    }),
  );
}
