import { isRecord } from '../isRecord';
import { valueAt } from '../valueAt';
import { SourceSettings } from './ApplicationManifest';

/** The plain value of a field of a source. */
export function settingAt(settings: SourceSettings, field: string): unknown {
  const { file, document, base } = settings;
  const source = valueAt(file.valueOf(document), base);
  return isRecord(source) ? source[field] : undefined;
}
