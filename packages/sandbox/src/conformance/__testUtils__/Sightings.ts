import { ClusterObjects, KindRef, KubeObject } from '../../contracts';

/** Every version that the objects of one kind had since the watch began, so that a state that lasts a moment is not missed. */
export class Sightings {
  readonly #versions: KubeObject[] = [];
  readonly #positions = new Map<string, number>();
  readonly #waiting = new Set<() => void>();
  readonly #stop: () => void;

  static watch(
    objects: ClusterObjects,
    kind: KindRef & { namespace: string },
  ): Sightings {
    return new Sightings(objects, kind);
  }

  private constructor(
    objects: ClusterObjects,
    kind: KindRef & { namespace: string },
  ) {
    this.#stop = objects.watch(kind, ({ type, object }) => {
      if (type !== 'ADDED' && type !== 'MODIFIED') return;
      this.#versions.push(object);
      for (const look of [...this.#waiting]) look();
    });
  }

  /** The next version that the condition holds for, after the one that was given last; rejects when none comes. */
  next(options: {
    name: string;
    when: (object: KubeObject) => unknown;
    timeoutMs: number;
  }): Promise<KubeObject> {
    const { name, when, timeoutMs } = options;
    return new Promise((done, failed) => {
      const find = () => {
        const found = this.#versions.findIndex(
          (object, index) =>
            index >= (this.#positions.get(name) ?? 0) &&
            object.metadata.name === name &&
            when(object),
        );
        if (found < 0) return undefined;
        this.#positions.set(name, found + 1);
        return this.#versions[found];
      };
      const timers: NodeJS.Timeout[] = [];
      const look = () => {
        const found = find();
        if (!found) return;
        timers.forEach(clearTimeout);
        this.#waiting.delete(look);
        done(found);
      };
      timers.push(
        setTimeout(() => {
          this.#waiting.delete(look);
          failed(this.#notSeen(name));
        }, timeoutMs),
      );
      this.#waiting.add(look);
      look();
    });
  }

  #notSeen(name: string): Error {
    const last = this.#versions
      .filter(({ metadata }) => metadata.name === name)
      .slice(-4)
      .map(({ metadata: { generation }, status }) => ({ generation, status }));
    return new Error(`${name} was not seen so: ${JSON.stringify(last)}`);
  }

  stop(): void {
    this.#stop();
  }
}
