import { ConflictError, toError } from '@backstage/errors';

/** What modules add, each under an id of its own. One that can't be added is its module's failure and stops no other. */
export class ControllerRegistry<Controller extends { readonly id: string }> {
  readonly #controllers = new Map<string, Controller>();
  readonly #what: string;

  /** `what`: what they are called, for messages: `engine`. */
  static create<Controller extends { readonly id: string }>(options: {
    what: string;
  }): ControllerRegistry<Controller> {
    return new ControllerRegistry(options.what);
  }

  private constructor(what: string) {
    this.#what = what;
  }

  /** Adds one for a module. */
  adderFor(context: {
    reportModuleStartupFailure(options: { error: Error }): void;
  }): (controller: Controller) => void {
    return controller => {
      try {
        this.#add(controller);
      } catch (error) {
        context.reportModuleStartupFailure({ error: toError(error) });
      }
    };
  }

  all(): Controller[] {
    return [...this.#controllers.values()];
  }

  #add(controller: Controller) {
    if (this.#controllers.has(controller.id)) {
      throw new ConflictError(
        `The ${this.#what} "${controller.id}" was added twice: add its module once`,
      );
    }
    this.#controllers.set(controller.id, controller);
  }
}
