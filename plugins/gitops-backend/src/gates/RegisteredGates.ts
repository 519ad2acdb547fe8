import { AuthService } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { isError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  Environment,
  GateOverride,
  GatePhase,
  gatePhaseSchema,
  GateStatus,
  Promotion,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  AppliedGate,
  Gate,
  GateInput,
} from '@fairlead/backstage-plugin-gitops-node';
import { Approvals } from '../approvals/Approvals';
import { GateKeeper } from './GateKeeper';
import { gateVerdictSchema } from './gateVerdictSchema';
import { uniqueIds } from './uniqueIds';
import { within } from './within';

const defaultTimeoutMs = 20_000;
const phases = gatePhaseSchema.options;

type StatusesOptions = Parameters<GateKeeper['statuses']>[0];

/** What the keeper asks. */
export interface RegisteredGatesOptions {
  approvals: Pick<Approvals, 'overridesOf'>;
  auth: AuthService;
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  environments: readonly Environment[];
  /** In the order in which people see them. */
  gates: readonly Gate[];
  /** For each gate; 20 seconds unless told. */
  timeoutMs?: number;
}

/**
 * Asks all gates at once.
 *
 * @remarks
 * A gate of a phase that is over is not asked any more: it stays as it was. When the catalog can't be read, gates that
 * read the entity wait; the others are asked all the same.
 */
export class RegisteredGates implements GateKeeper {
  readonly #options: RegisteredGatesOptions;

  static create(options: RegisteredGatesOptions): RegisteredGates {
    return new RegisteredGates(options);
  }

  private constructor(options: RegisteredGatesOptions) {
    this.#options = options;
  }

  async statuses(options: StatusesOptions): Promise<GateStatus[]> {
    const { promotion, phase } = options;
    const [overrides, entity] = await Promise.all([
      this.#overrides(promotion),
      this.#entity(promotion.entityRef),
    ]);
    const input: GateInput = {
      now: options.now,
      promotion,
      policy: options.policy,
      from: this.#environment(promotion.from),
      to: this.#environment(promotion.to),
      fromTargets: options.fromTargets,
      toTargets: options.toTargets,
      get entity() {
        return entity();
      },
    };
    const gates = uniqueIds(
      this.#options.gates.flatMap((gate, index) =>
        appliedTo(input, { gate, index }),
      ),
    );
    const statuses = await Promise.all(
      gates.map(gate =>
        this.#status({ gate, promotion, phase, now: options.now }),
      ),
    );
    return statuses.flatMap(status => {
      if (!status) return [];
      const overridden = overrides.get(status.gate);
      return [overridden ? { ...status, overridden } : status];
    });
  }

  /** One that is not in the portal's config any more is called by its name. */
  #environment(name: string): Environment {
    return (
      this.#options.environments.find(each => each.name === name) ?? {
        name,
        title: name,
        tier: 'production',
        after: [],
      }
    );
  }

  /** Undefined for a gate that was not asked while it was its time. */
  async #status(options: {
    gate: AppliedGate;
    promotion: Promotion;
    phase: GatePhase;
    now: Date;
  }): Promise<GateStatus | undefined> {
    const { gate, promotion, phase, now } = options;
    const before = promotion.gates.find(each => each.gate === gate.id);
    const { id, title, late } = gate;
    const held = gate.phases.length > 0 ? gate.phases : [...phases];
    const base = { gate: id, title, phases: held };
    const turns = held.map(
      each => phases.indexOf(each) - phases.indexOf(phase),
    );
    if (turns.every(turn => turn < 0)) return before && without(before);
    if (late && turns.every(turn => turn !== 0)) {
      return {
        ...base,
        status: 'waiting',
        message: notYet(held, phase),
      };
    }
    const verdict = await this.#ask(gate);
    return {
      ...base,
      ...verdict,
      ...(verdict.status !== 'passed' && {
        since: before?.since ?? now.toISOString(),
      }),
    };
  }

  async #ask(gate: AppliedGate) {
    const { timeoutMs = defaultTimeoutMs } = this.#options;
    try {
      const verdict = await within(timeoutMs, () => gate.evaluate());
      const parsed = gateVerdictSchema.safeParse(verdict);
      if (parsed.success) return parsed.data;
      throw new Error('it answers with something that is no verdict');
    } catch (error) {
      return {
        status: 'waiting' as const,
        message: `It can't be told: ${messageOf(error)}`,
      };
    }
  }

  async #overrides({
    id,
    gates,
  }: Promotion): Promise<ReadonlyMap<string, GateOverride>> {
    if (!id) return new Map();
    try {
      return await this.#options.approvals.overridesOf(id);
    } catch {
      // Overrides are never taken back, so what was seen last holds.
      return new Map(
        gates.flatMap(({ gate, overridden }) =>
          overridden ? [[gate, overridden]] : [],
        ),
      );
    }
  }

  /** Throws, when it is called, what the catalog threw. */
  async #entity(entityRef: string): Promise<() => Entity | undefined> {
    const { auth, catalog, timeoutMs = defaultTimeoutMs } = this.#options;
    try {
      const entity = await within(timeoutMs, async () =>
        catalog.getEntityByRef(entityRef, {
          credentials: await auth.getOwnServiceCredentials(),
        }),
      );
      return () => entity;
    } catch (error) {
      return () => {
        throw new Error(`the catalog can't be read (${messageOf(error)})`, {
          cause: error,
        });
      };
    }
  }
}

/** A gate that can't even say whether it applies holds everything up. */
function appliedTo(
  input: GateInput,
  { gate, index }: { gate: Gate; index: number },
): AppliedGate[] {
  try {
    return gate.applied(input);
  } catch (error) {
    return [
      {
        id: `gate-${index + 1}`,
        title: `Gate ${index + 1}`,
        phases: [...phases],
        evaluate: async () => {
          throw error;
        },
      },
    ];
  }
}

function without(status: GateStatus): GateStatus {
  const { overridden: _, ...rest } = status;
  return rest;
}

function notYet(of: readonly GatePhase[], phase: GatePhase): string {
  const next = of.find(each => phases.indexOf(each) > phases.indexOf(phase));
  return next === 'finish'
    ? 'It is asked once the version is deployed.'
    : 'It is asked once the pull request is open.';
}

function messageOf(error: unknown): string {
  return isError(error) ? error.message : String(error);
}
