import { Entity } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import {
  RolloutActionId,
  RolloutStatus,
  ServiceDeployments,
  Target,
} from '@fairlead/backstage-plugin-gitops-common';
import gitopsModuleArgoRollouts from '@fairlead/backstage-plugin-gitops-backend-module-argo-rollouts';
import gitopsModuleFlagger from '@fairlead/backstage-plugin-gitops-backend-module-flagger';
import gitopsModuleFlux from '@fairlead/backstage-plugin-gitops-backend-module-flux';
import gitopsModuleKubernetes from '@fairlead/backstage-plugin-gitops-backend-module-kubernetes';
import { TestPortal } from '../../__testUtils__/portal/TestPortal';
import { waitFor } from '../../clusters/__testUtils__/waitFor';
import { labState } from './labState';

/** Longest that the real controllers need for a step that a test waits for. */
const patience = { seconds: 150 };

/** A portal that reads the lab's cluster, with all modules for what runs there. */
export class LabPortal {
  static async start(options: {
    entities: Entity[];
    gitops?: JsonObject;
    integrations?: JsonObject;
    /** Where the objects of engines are read; the lab's cluster when left out. */
    cluster?: JsonObject;
  }): Promise<LabPortal> {
    const kubeconfig = { file: labState().kubeconfig };
    const portal = await TestPortal.startWith(
      {
        app: { baseUrl: 'https://portal.example.com' },
        backend: {
          database: { client: 'better-sqlite3', connection: ':memory:' },
        },
        ...(options.integrations && { integrations: options.integrations }),
        gitops: {
          clusters: [{ name: 'lab', ...(options.cluster ?? { kubeconfig }) }],
          ...options.gitops,
        },
      },
      {
        entities: options.entities,
        features: [
          gitopsModuleArgoRollouts,
          gitopsModuleFlagger,
          gitopsModuleFlux,
          gitopsModuleKubernetes,
        ],
      },
    );
    return new LabPortal(portal);
  }

  private constructor(readonly portal: TestPortal) {}

  get ada() {
    return this.portal.ada;
  }

  /** Resolves when something has come true. */
  async until(test: () => Promise<boolean>): Promise<void> {
    await waitFor(test, patience);
  }

  /** Resolves when the page of a service is as it should be. */
  async service(
    name: string,
    test: (service: ServiceDeployments) => boolean,
  ): Promise<ServiceDeployments> {
    let seen: ServiceDeployments | undefined;
    try {
      return await waitFor(async () => {
        seen = await this.ada.getService(`component:default/${name}`);
        return test(seen) && seen;
      }, patience);
    } catch (error) {
      const shown = {
        problems: seen?.problems,
        targets:
          seen &&
          targetsOf(seen).map(({ status, rollouts, findings }) => ({
            ...{ sync: status.sync, health: status.health },
            ...{ operation: status.operation, conditions: status.conditions },
            ...{ version: status.version, revisions: status.revisions },
            ...{ drift: status.drift, findings, rollouts },
          })),
      };
      throw new Error(`The page shows ${JSON.stringify(shown, null, 1)}`, {
        cause: error,
      });
    }
  }

  /** Resolves with the target of a name when it is as it should be. */
  async target(
    { service, name }: { service: string; name: string },
    test: (target: Target) => boolean = () => true,
  ): Promise<Target> {
    const named = (found: ServiceDeployments) =>
      targetsOf(found).find(({ status }) => status.object.name === name);
    const found = await this.service(service, page => {
      const target = named(page);
      return target !== undefined && test(target);
    });
    const target = named(found);
    if (!target) throw new Error(`${name} is gone`);
    return target;
  }

  /** Resolves with the only rollout of a target when it is as it should be. */
  async rollout(
    target: { service: string; name: string },
    test: (rollout: RolloutStatus) => boolean = () => true,
  ): Promise<RolloutStatus> {
    const { rollouts } = await this.target(target, found =>
      found.rollouts.some(test),
    );
    return rollouts[0];
  }

  /** Asks the controller of a target's only rollout. */
  async act(target: Target, action: RolloutActionId): Promise<string> {
    const { kind, namespace, name } = target.rollouts[0].object;
    const { message } = await this.ada.runRolloutAction({
      targetId: target.id,
      action,
      kind,
      namespace,
      name,
    });
    return message;
  }

  async stop(): Promise<void> {
    await this.portal.stop();
  }
}

function targetsOf({ environments, unassigned }: ServiceDeployments): Target[] {
  return [...environments.flatMap(each => each.targets), ...unassigned];
}
