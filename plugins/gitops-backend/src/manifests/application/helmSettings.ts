import { ValueLayer } from '../helm/ValueLayer';
import { isRecord } from '../isRecord';
import { parseEmbedded } from '../yaml/embeddedYaml';
import { locateScalar } from '../yaml/ScalarPlace';
import { SourceSettings } from './ApplicationManifest';
import { settingAt } from './settingAt';

/** The Helm values that a source sets itself, in the order in which Argo CD applies them. */
export function helmSettings(settings: SourceSettings): ValueLayer[] {
  const { file, document, base } = settings;
  const helm = settingAt(settings, 'helm');
  if (!isRecord(helm)) {
    return [];
  }
  const at = (field: string) => [...base, 'helm', field];
  const host =
    typeof helm.values === 'string'
      ? locateScalar(file, document, at('values'))
      : undefined;
  const layers: ValueLayer[] = host
    ? [{ kind: 'values', file: parseEmbedded(host), base: [], host }]
    : [];
  if (isRecord(helm.valuesObject)) {
    layers.push({ kind: 'values', file, document, base: at('valuesObject') });
  }
  if (Array.isArray(helm.parameters)) {
    layers.push({ kind: 'parameters', file, document, base: at('parameters') });
  }
  return layers;
}
