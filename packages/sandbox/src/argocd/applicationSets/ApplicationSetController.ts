import { z } from 'zod';
import { ClusterObjects, KubeObject } from '../../contracts';
import { isSameJson, recordAt } from '../../json';
import { kubeTime } from '../controller/kubeTime';
import { ManifestError } from '../ManifestError';
import { refOf } from '../objects';
import { GitRepositories } from '../source/GitRepositories';
import {
  ApplicationSet,
  ApplicationSetCondition,
  applicationSetSchema,
} from './applicationSetSchema';
import { fillTemplate } from './fillTemplate';
import { parametersOf } from './parametersOf';

const apiVersion = 'argoproj.io/v1alpha1';
const applicationSetKind = { apiVersion, kind: 'ApplicationSet' };
const applicationKind = { apiVersion, kind: 'Application' };

// What people and other controllers may set on a generated Application.
const preservedAnnotations = [
  'argocd.argoproj.io/refresh',
  'argocd.argoproj.io/hydrate',
];

const generatedSchema = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
    finalizers: z.array(z.string()).optional(),
  }),
  spec: z.record(z.string(), z.unknown()),
});

/** Keeps the Applications that ApplicationSets generate as these want them. */
export class ApplicationSetController {
  readonly #home: ClusterObjects;
  readonly #repositories: GitRepositories;
  readonly #onError: (error: unknown) => void;
  readonly #stops: Array<() => void>;
  #queue: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #asked = false;
  #stopped = false;

  static start(options: {
    home: ClusterObjects;
    repositories: GitRepositories;
    onError: (error: unknown) => void;
  }): ApplicationSetController {
    return new ApplicationSetController(options);
  }

  private constructor(
    options: Parameters<typeof ApplicationSetController.start>[0],
  ) {
    const { home, repositories, onError } = options;
    this.#home = home;
    this.#repositories = repositories;
    this.#onError = onError;
    this.#stops = [
      home.watch(applicationSetKind, () => this.wake()),
      home.watch(applicationKind, ({ object }) => {
        const isGenerated = object.metadata.ownerReferences?.some(
          owner => owner.kind === 'ApplicationSet',
        );
        if (isGenerated) this.wake();
      }),
    ];
  }

  /** Looks at all ApplicationSets soon. */
  wake(): void {
    if (this.#asked || this.#stopped) return;
    this.#asked = true;
    // Changes come in bursts.
    this.#timer = setTimeout(() => this.#lookAtAll(), 1);
  }

  #lookAtAll(): void {
    this.#asked = false;
    this.#queue = this.#queue
      .then(async () => {
        for (const object of this.#home.list(applicationSetKind)) {
          if (this.#stopped) return;
          await this.#look(applicationSetSchema.parse(object));
        }
      })
      .catch(this.#onError);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const stop of this.#stops) stop();
    await this.#queue;
  }

  async #look(set: ApplicationSet): Promise<void> {
    if (set.metadata.deletionTimestamp) return;
    try {
      const parameters = await parametersOf(set, this.#repositories);
      const wanted = parameters.map(each => generated(set, each));
      this.#apply(set, wanted);
      this.#report(set, { generated: wanted });
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      this.#report(set, { problem: error.message });
    }
  }

  #apply(set: ApplicationSet, wanted: KubeObject[]): void {
    for (const application of wanted) {
      const current = this.#home.get(refOf(application));
      const next = withPreserved(application, current);
      if (!current || !isSame(current, next)) this.#home.apply(next);
    }
    const names = new Set(wanted.map(({ metadata }) => metadata.name));
    const { namespace, uid } = set.metadata;
    for (const existing of this.#home.list({ ...applicationKind, namespace })) {
      const isOurs = existing.metadata.ownerReferences?.some(
        owner => owner.uid === uid,
      );
      if (isOurs && !names.has(existing.metadata.name)) {
        this.#home.delete(refOf(existing));
      }
    }
  }

  #report(
    set: ApplicationSet,
    outcome: { generated?: KubeObject[]; problem?: string },
  ): void {
    const { generated: applications, problem } = outcome;
    const message =
      problem ?? 'Successfully generated parameters for all Applications';
    const good = !problem;
    const conditions = [
      condition('ErrorOccurred', {
        holds: !good,
        reason: good ? 'ApplicationSetUpToDate' : 'ApplicationGenerationError',
        message,
      }),
      condition('ParametersGenerated', {
        holds: good,
        reason: good ? 'ParametersGenerated' : 'ErrorOccurred',
        message,
      }),
      condition('ResourcesUpToDate', {
        holds: good,
        reason: good ? 'ApplicationSetUpToDate' : 'ErrorOccurred',
        message: good ? 'ApplicationSet up to date' : message,
      }),
    ];
    const status = {
      ...set.status,
      conditions,
      ...(applications && {
        resources: applications.map(({ metadata }) => ({
          group: 'argoproj.io',
          version: 'v1alpha1',
          kind: 'Application',
          name: metadata.name,
          namespace: metadata.namespace,
        })),
        resourcesCount: applications.length,
      }),
    };
    if (isSameJson(status, set.status)) return;
    const { namespace, name } = set.metadata;
    this.#home.setStatus({ ...applicationSetKind, namespace, name }, status);

    function condition(
      type: string,
      is: { holds: boolean; reason: string; message: string },
    ): ApplicationSetCondition {
      const statusText = is.holds ? 'True' : 'False';
      const known = set.status?.conditions?.find(each => each.type === type);
      return {
        type,
        status: statusText,
        reason: is.reason,
        message: is.message,
        lastTransitionTime:
          known?.status === statusText && known.message === is.message
            ? known.lastTransitionTime
            : kubeTime(),
      };
    }
  }
}

function generated(
  { metadata: set, spec }: ApplicationSet,
  parameters: Record<string, unknown>,
): KubeObject {
  const template = generatedSchema.parse(
    fillTemplate(spec.template, { parameters, goTemplate: spec.goTemplate }),
  );
  const { name, labels, annotations, finalizers = [] } = template.metadata;
  // Unless resources are to stay, they go with the Application.
  const cascade = spec.syncPolicy?.preserveResourcesOnDeletion
    ? []
    : ['resources-finalizer.argocd.argoproj.io'];
  return {
    ...applicationKind,
    metadata: {
      name,
      namespace: set.namespace,
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      finalizers: [...new Set([...finalizers, ...cascade])],
      ownerReferences: [
        {
          apiVersion,
          kind: 'ApplicationSet',
          name: set.name,
          uid: set.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: template.spec,
  };
}

function withPreserved(
  application: KubeObject,
  current: KubeObject | undefined,
): KubeObject {
  const kept = Object.entries(current?.metadata.annotations ?? {}).filter(
    ([key]) =>
      preservedAnnotations.includes(key) ||
      key.startsWith('notified.notifications.argoproj.io'),
  );
  if (kept.length === 0) return application;
  return {
    ...application,
    metadata: {
      ...application.metadata,
      annotations: {
        ...application.metadata.annotations,
        ...Object.fromEntries(kept),
      },
    },
  };
}

function isSame(current: KubeObject, next: KubeObject): boolean {
  return (
    isSameJson(current.spec, next.spec) &&
    isSameJson(
      recordAt(current, 'metadata', 'labels'),
      recordAt(next, 'metadata', 'labels'),
    ) &&
    isSameJson(
      recordAt(current, 'metadata', 'annotations'),
      recordAt(next, 'metadata', 'annotations'),
    )
  );
}
