import { FaultList } from '@fairlead/sandbox';
import { requestAfter } from './boundarySteps';

/** Breaks the connection of each kind of request once before its effect, and once after it. */
export class ConnectionCutter {
  /** `before mutation createPullRequest` */
  readonly cuts = new Set<string>();
  #turn: Promise<void> = Promise.resolve();

  constructor(private readonly faults: FaultList) {}

  /** Lets a boundary go; one at a time, so that no other request is struck than the one that is meant. */
  pass(boundary: string, go: () => void): void {
    this.#turn = this.#turn.then(() => this.#pass(boundary, go));
  }

  async #pass(boundary: string, go: () => void): Promise<void> {
    const request = requestAfter(boundary);
    const when = request && this.#next(request.request);
    if (!request || !when) {
      go();
      return;
    }
    this.cuts.add(`${when} ${request.request}`);
    const { method, path } = request;
    const { id } = this.faults.add({
      surface: 'forge',
      method,
      path,
      times: 1,
      fault: { type: 'cut', when },
    });
    const struck = new Promise<void>(resolve => {
      const stop = this.faults.onChange(() => {
        if (this.faults.list().some(each => each.id === id)) return;
        stop();
        resolve();
      });
    });
    go();
    await struck;
  }

  #next(request: string): 'before' | 'after' | undefined {
    return (['before', 'after'] as const).find(
      when => !this.cuts.has(`${when} ${request}`),
    );
  }
}
