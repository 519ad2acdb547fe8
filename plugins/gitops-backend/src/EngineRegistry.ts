import { ConflictError, toError } from '@backstage/errors';
import {
  GitOpsEngine,
  GitopsEnginesExtensionPoint,
} from '@fairlead/backstage-plugin-gitops-node';

/** The engines that modules add. One that can't be added is its module's failure and stops no other. */
export class EngineRegistry {
  readonly #engines = new Map<string, GitOpsEngine>();

  static create(): EngineRegistry {
    return new EngineRegistry();
  }

  private constructor() {}

  forModule(context: {
    reportModuleStartupFailure(options: { error: Error }): void;
  }): GitopsEnginesExtensionPoint {
    return {
      addEngine: engine => {
        try {
          this.#add(engine);
        } catch (error) {
          context.reportModuleStartupFailure({ error: toError(error) });
        }
      },
    };
  }

  all(): GitOpsEngine[] {
    return [...this.#engines.values()];
  }

  #add(engine: GitOpsEngine) {
    if (this.#engines.has(engine.id)) {
      throw new ConflictError(
        `The engine "${engine.id}" was added twice: add its module once`,
      );
    }
    this.#engines.set(engine.id, engine);
  }
}
