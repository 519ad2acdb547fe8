import { timingSafeEqual } from 'node:crypto';
import express, { Request, Response, Router } from 'express';
import { z } from 'zod';
import { ClusterObjects, KubeObject } from '../../contracts';

const kind = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' };

const syncSchema = z.object({
  appNamespace: z.string().optional(),
  prune: z.boolean().optional(),
  strategy: z.unknown().optional(),
  syncOptions: z.object({ items: z.array(z.string()) }).optional(),
  retryStrategy: z.unknown().optional(),
  infos: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
});

/** gRPC's codes, which Argo CD sends beside those of HTTP. */
const grpc = { invalid: 3, forbidden: 7, precondition: 9, unauthenticated: 16 };

/** What answers as Argo CD's server does. */
export interface ArgoCdApiOptions {
  /** The cluster that Argo CD runs on. */
  objects: ClusterObjects;
  token: string;
  /** The account of the token. */
  account: string;
}

/**
 * The part of Argo CD's API that deals with Applications: `/api/v1/applications` and its stream. It reads and writes
 * the objects of the cluster, as Argo CD's server does.
 */
export function createArgoCdApi(options: ArgoCdApiOptions): {
  router: Router;
  /** Ends the streams without a word, as a proxy does. */
  endStreams(): void;
} {
  const { objects, token, account } = options;
  const streams = new Set<Response>();
  const router = Router();
  router.use(express.json());
  router.use((request, response, next) => {
    if (isBearer(request, token)) next();
    else {
      refuse(response, {
        status: 401,
        code: grpc.unauthenticated,
        message:
          'invalid session: token contains an invalid number of segments',
      });
    }
  });

  router.get('/api/v1/applications', (request, response) => {
    const items = select(objects.list(kind), request).map(withoutKind);
    const versions = items.map(({ metadata }) =>
      Number(metadata.resourceVersion ?? 0),
    );
    response.json({
      metadata: { resourceVersion: String(Math.max(0, ...versions)) },
      items: items.length > 0 ? items : null,
    });
  });

  router.get('/api/v1/applications/:name', (request, response) => {
    const found = find(request, response);
    if (!found) return;
    const { refresh } = request.query;
    if (typeof refresh !== 'string' || !refresh) {
      response.json(withoutKind(found));
      return;
    }
    // The real one waits until the controller has looked, and answers with what it saw.
    const patched = objects.mergePatch(refOf(found), {
      metadata: { annotations: { 'argocd.argoproj.io/refresh': refresh } },
    });
    response.json(withoutKind(patched));
  });

  router.post('/api/v1/applications/:name/sync', (request, response) => {
    const parsed = syncSchema.safeParse(request.body);
    if (!parsed.success) {
      refuse(response, {
        status: 400,
        code: grpc.invalid,
        message: parsed.error.message,
      });
      return;
    }
    const { prune, strategy, syncOptions, infos, retryStrategy } = parsed.data;
    const found = find(request, response, parsed.data.appNamespace);
    if (!found) return;
    if (found.operation) {
      refuse(response, {
        status: 400,
        code: grpc.precondition,
        message: 'another operation is already in progress',
      });
      return;
    }
    const patched = objects.mergePatch(refOf(found), {
      operation: {
        initiatedBy: { username: account },
        ...(infos && { info: infos }),
        sync: {
          prune: prune ?? false,
          ...(strategy !== undefined && { syncStrategy: strategy }),
          ...(syncOptions && { syncOptions: syncOptions.items }),
        },
        ...(retryStrategy !== undefined && { retry: retryStrategy }),
      },
      status: { operationState: null },
    });
    response.json(withoutKind(patched));
  });

  router.get('/api/v1/stream/applications', (request, response) => {
    response.status(200).type('application/json');
    response.flushHeaders();
    streams.add(response);
    const resumes = Boolean(request.query.resourceVersion);
    let listening = false;
    const stop = objects.watch(kind, ({ type, object }) => {
      // What is there is told only to who does not say where it stands; what happened before nobody is told.
      if (!listening && resumes) return;
      if (type === 'BOOKMARK' || select([object], request).length === 0) return;
      const application = withoutKind(object);
      response.write(`${JSON.stringify({ result: { type, application } })}\n`);
    });
    listening = true;
    response.on('close', () => {
      stop();
      streams.delete(response);
    });
  });

  function find(
    request: Request,
    response: Response,
    appNamespace = request.query.appNamespace,
  ): KubeObject | undefined {
    const { name } = request.params;
    const namespace =
      typeof appNamespace === 'string' && appNamespace
        ? appNamespace
        : 'argocd';
    const found = objects.get({ ...kind, name, namespace });
    if (!found) {
      // Without the project, what is forbidden and what is missing look the same to the caller.
      refuse(response, {
        status: 403,
        code: grpc.forbidden,
        message: 'permission denied',
      });
    }
    return found;
  }

  return {
    router,
    endStreams() {
      for (const stream of streams) stream.end();
    },
  };
}

function refuse(
  response: Response,
  refusal: { status: number; code: number; message: string },
) {
  const { status, code, message } = refusal;
  response.status(status).json({ error: message, code, message });
}

function isBearer(request: Request, token: string): boolean {
  const [, given = ''] =
    /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Those of a namespace and with the labels that are asked for: `a=b`, several with commas. */
function select(all: KubeObject[], request: Request): KubeObject[] {
  const { appNamespace, selector } = request.query;
  const labels =
    typeof selector === 'string' && selector
      ? selector.split(',').map(each => each.split('='))
      : [];
  return all.filter(
    ({ metadata }) =>
      (!appNamespace || metadata.namespace === appNamespace) &&
      labels.every(([key, value]) => metadata.labels?.[key] === value),
  );
}

function refOf({ metadata }: KubeObject) {
  return { ...kind, name: metadata.name, namespace: metadata.namespace };
}

/** The server decodes objects into structs of its own, whose kind is known. */
function withoutKind(object: KubeObject) {
  const { kind: _, apiVersion, ...rest } = object;
  return rest;
}
