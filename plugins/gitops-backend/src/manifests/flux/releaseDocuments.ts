import { isRecord } from '../isRecord';
import { valueAt } from '../valueAt';
import { ManifestDocument } from './ManifestDocument';

const toolkit = '.toolkit.fluxcd.io';

/**
 * What manifests say of one HelmRelease: itself, what is patched into it, the source that it refers to, and what is no
 * object of Flux, such as ConfigMaps that it may take values from.
 */
export function releaseDocuments(
  documents: readonly ManifestDocument[],
  name: string,
): ManifestDocument[] {
  const own = documents.filter(
    each => each.kind === 'HelmRelease' && each.name === name,
  );
  const references = own
    .map(({ root }) => valueAt(root, ['spec', 'chartRef']))
    .filter(isRecord);
  return documents.filter(
    each =>
      own.includes(each) ||
      !each.group.endsWith(toolkit) ||
      references.some(
        reference =>
          reference.kind === each.kind && reference.name === each.name,
      ),
  );
}
