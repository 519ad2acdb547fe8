import { Router } from 'express';
import { KindRegistry } from '../kinds/KindRegistry';
import { apiVersionOf, ResourceKind } from '../kinds/ResourceKind';
import { noSuchPath } from '../StatusError';

const pathOf = (apiVersion: string) =>
  apiVersion === 'v1' ? 'api/v1' : `apis/${apiVersion}`;

const schemaName = ({ group, version, kind }: ResourceKind) =>
  [...(group || 'core').split('.').reverse(), version, kind].join('.');

const kindReference = ({ group, version, kind }: ResourceKind) => ({
  group,
  version,
  kind,
});

function itemPath(kind: ResourceKind) {
  const apiVersion = apiVersionOf(kind);
  const scope = kind.namespaced ? 'namespaces/{namespace}/' : '';
  return `/${pathOf(apiVersion)}/${scope}${kind.plural}/{name}`;
}

/** What `kubectl` looks up before a write: whether the server itself validates fields. */
function operation(kind: ResourceKind) {
  return {
    'x-kubernetes-group-version-kind': kindReference(kind),
    parameters: ['dryRun', 'fieldManager', 'fieldValidation'].map(name => ({
      name,
      in: 'query',
      schema: { type: 'string', uniqueItems: true },
    })),
    responses: { 200: { description: 'OK' } },
  };
}

/** The schemas of a group version: those of custom resources as published, the others open. */
function documentFor(kinds: readonly ResourceKind[]) {
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.33.0' },
    paths: Object.fromEntries(
      kinds.map(kind => [
        itemPath(kind),
        { patch: operation(kind), put: operation(kind) },
      ]),
    ),
    components: {
      schemas: Object.fromEntries(
        kinds.map(kind => [
          schemaName(kind),
          {
            ...Object(kind.schema?.published ?? { type: 'object' }),
            'x-kubernetes-group-version-kind': [kindReference(kind)],
          },
        ]),
      ),
    },
  };
}

/** OpenAPI v3, as much as clients need. Version 2 is not there, and clients cope. */
export function openApiRoutes(options: { kinds: KindRegistry }): Router {
  const { kinds } = options;
  const router = Router();
  router.get('/openapi/v3', (_, response) => {
    const apiVersions = [...new Set(kinds.all().map(apiVersionOf))];
    response.json({
      paths: Object.fromEntries(
        apiVersions.map(apiVersion => [
          pathOf(apiVersion),
          { serverRelativeURL: `/openapi/v3/${pathOf(apiVersion)}` },
        ]),
      ),
    });
  });
  router.get(/^\/openapi\/v3\/(.+)$/, (request, response) => {
    const path: unknown = Object(request.params)[0];
    const served = kinds
      .all()
      .filter(kind => pathOf(apiVersionOf(kind)) === path);
    if (served.length === 0) throw noSuchPath();
    response.json(documentFor(served));
  });
  return router;
}
