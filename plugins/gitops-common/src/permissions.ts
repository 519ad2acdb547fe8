import {
  BasicPermission,
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

/**
 * Open a pull request that adds files to a GitOps repository, as templates do for a service that is new. There is
 * no entity yet that the permission could be about, so it is a basic one.
 *
 * @public
 */
export const gitopsChangePermission: BasicPermission = createPermission({
  name: 'gitops.change.create',
  attributes: { action: 'create' },
});

/** All permissions of Fairlead. @public */
export const gitopsPermissions = [
  gitopsReadPermission,
  gitopsPromotePermission,
  gitopsCancelPermission,
  gitopsSyncPermission,
  gitopsRefreshPermission,
  gitopsChangePermission,
];
