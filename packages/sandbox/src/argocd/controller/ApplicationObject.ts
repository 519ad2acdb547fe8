import { ClusterObjects } from '../../contracts';
import { isRecord, isSameJson, JsonRecord } from '../../json';
import { Application, applicationSchema } from '../Application';
import { ManifestError } from '../ManifestError';

/** One Application in its cluster: read as it is, and written as one patch, so that no watcher sees half of a step. */
export class ApplicationObject {
  readonly #home: ClusterObjects;
  readonly #ref: {
    apiVersion: string;
    kind: string;
    namespace: string;
    name: string;
  };

  static create(options: {
    home: ClusterObjects;
    namespace: string;
    name: string;
  }): ApplicationObject {
    return new ApplicationObject(options);
  }

  private constructor(options: {
    home: ClusterObjects;
    namespace: string;
    name: string;
  }) {
    this.#home = options.home;
    this.#ref = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      namespace: options.namespace,
      name: options.name,
    };
  }

  /** Undefined when it is gone. */
  read(): Application | undefined {
    const object = this.#home.get(this.#ref);
    if (!object) return undefined;
    const parsed = applicationSchema.safeParse(object);
    if (!parsed.success) {
      throw new ManifestError(
        `the Application ${this.#ref.name} can't be read`,
        { cause: parsed.error },
      );
    }
    return parsed.data;
  }

  /** Changes status, operation or annotations, from what they are at this moment. Nothing happens when it is gone. */
  update(
    change: (current: Application) => Partial<
      Pick<Application, 'status' | 'operation'>
    > & {
      annotations?: Record<string, string>;
    },
  ): void {
    const current = this.read();
    if (!current) return;
    const { annotations, ...changed } = change(current);
    const before = {
      status: current.status,
      operation: current.operation,
      metadata: { annotations: current.metadata.annotations },
    };
    const after = {
      ...before,
      ...changed,
      ...(annotations && { metadata: { annotations } }),
    };
    const patch = patchBetween(before, after);
    if (patch) this.#home.mergePatch(this.#ref, patch);
  }
}

/** The RFC 7386 patch that makes one value of another; undefined when they are the same. */
function patchBetween(
  before: JsonRecord,
  after: JsonRecord,
): JsonRecord | undefined {
  const patch: JsonRecord = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [before[key], after[key]];
    if (isSameJson(old, now)) continue;
    if (now === undefined) patch[key] = null;
    else if (isRecord(old) && isRecord(now)) {
      patch[key] = patchBetween(old, now);
    } else patch[key] = asStored(now);
  }
  return Object.keys(patch).length > 0 ? patch : undefined;
}

// Nothing that has no value is stored.
function asStored(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
