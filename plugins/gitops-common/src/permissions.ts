import {
  createPermission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';

// 'catalog-entity' lets a policy reuse the catalog's own conditions, such as
// "is owner", on every permission here.
const resourceType = 'catalog-entity';

/** See what is deployed of a service. @public */
export const gitopsReadPermission: ResourcePermission<'catalog-entity'> =
  createPermission({
    name: 'gitops.read',
    attributes: { action: 'read' },
    resourceType,
  });

/** Open a pull request that promotes a service. @public */
export const gitopsPromotePermission: ResourcePermission<'catalog-entity'> =
  createPermission({
    name: 'gitops.promotion.create',
    attributes: { action: 'create' },
    resourceType,
  });

/** Cancel a promotion, which closes its pull request. @public */
export const gitopsCancelPermission: ResourcePermission<'catalog-entity'> =
  createPermission({
    name: 'gitops.promotion.cancel',
    attributes: { action: 'update' },
    resourceType,
  });

/** Ask the engine to apply what is in Git now. @public */
export const gitopsSyncPermission: ResourcePermission<'catalog-entity'> =
  createPermission({
    name: 'gitops.target.sync',
    attributes: { action: 'update' },
    resourceType,
  });

/** Ask the engine to compare live state with Git again. @public */
export const gitopsRefreshPermission: ResourcePermission<'catalog-entity'> =
  createPermission({
    name: 'gitops.target.refresh',
    attributes: { action: 'update' },
    resourceType,
  });

/** All permissions of Fairlead. @public */
export const gitopsPermissions = [
  gitopsReadPermission,
  gitopsPromotePermission,
  gitopsCancelPermission,
  gitopsSyncPermission,
  gitopsRefreshPermission,
];
