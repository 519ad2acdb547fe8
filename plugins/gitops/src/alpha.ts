// The only place that imports from an alpha entry point, so that an upgrade touches one file.
export {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
