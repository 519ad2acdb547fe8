import { Sourced, SourcedMap } from './Sourced';

/**
 * A Secret as the cluster keeps it: what Git writes in plain text, in Base64. What is encrypted as a whole is left
 * out, and so is the account of it.
 */
export function withEncodedData(root: Sourced, kind: string): Sourced {
  if (root.type !== 'map') return root;
  const entries = new Map(root.entries);
  entries.delete('sops');
  if (kind === 'Secret') {
    const plain = entries.get('stringData');
    entries.delete('stringData');
    const data = new Map(mapAt(entries, 'data')?.entries);
    if (plain?.type === 'map') {
      for (const [key, value] of plain.entries) data.set(key, encoded(value));
    }
    if (data.size > 0) entries.set('data', { type: 'map', entries: data });
  }
  return { type: 'map', entries };
}

function encoded(value: Sourced): Sourced {
  if (value.type !== 'leaf' || typeof value.value !== 'string') return value;
  // Still to be filled in by the engine, so that it isn't compared.
  if (value.value.startsWith('ENC[') || value.value.includes('${')) {
    return value;
  }
  return { ...value, value: Buffer.from(value.value).toString('base64') };
}

function mapAt(
  entries: ReadonlyMap<string, Sourced>,
  key: string,
): SourcedMap | undefined {
  const value = entries.get(key);
  return value?.type === 'map' ? value : undefined;
}
