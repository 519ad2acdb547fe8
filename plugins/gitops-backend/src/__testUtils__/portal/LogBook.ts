import { inspect } from 'node:util';
import {
  coreServices,
  createServiceFactory,
  RootLoggerService,
} from '@backstage/backend-plugin-api';

/** Everything that a backend logs, of any level, in its words. */
export class LogBook {
  readonly lines: string[] = [];

  readonly factory = createServiceFactory({
    service: coreServices.rootLogger,
    deps: {},
    factory: () => this.#logger(),
  });

  #logger(): RootLoggerService {
    const log = (message: string, meta?: unknown) => {
      this.lines.push(`${message} ${inspect(meta, { depth: 20 })}`);
    };
    return {
      error: log,
      warn: log,
      info: log,
      debug: log,
      child: () => this.#logger(),
    };
  }
}
