import { parseAllDocuments } from 'yaml';
import { KubeObject } from '../../contracts';
import { isRecord } from '../../json';
import { ManifestError } from '../ManifestError';

/** The objects in a YAML (several documents) or JSON file; lists are taken apart. Throws ManifestError naming the file. */
export function parseManifests(options: {
  path: string;
  text: string;
}): KubeObject[] {
  return parseYamlDocuments(options)
    .filter(value => value !== null && value !== undefined)
    .flatMap(value => objectsOf(value, options.path));
}

/** Every document of a YAML file. Throws ManifestError naming the file. */
export function parseYamlDocuments(options: {
  path: string;
  text: string;
}): unknown[] {
  const { path, text } = options;
  const documents = parseAllDocuments(text, { merge: true });
  return [...documents].map(document => {
    const [error] = document.errors;
    if (error) {
      throw new ManifestError(
        `failed to unmarshal manifest ${path}: ${error.message.split('\n')[0]}`,
      );
    }
    return document.toJS() as unknown;
  });
}

function objectsOf(value: unknown, path: string): KubeObject[] {
  if (isRecord(value) && value.kind === 'List' && Array.isArray(value.items)) {
    return value.items.flatMap(item => objectsOf(item, path));
  }
  if (!isKubeObject(value)) {
    throw new ManifestError(
      `manifest ${path} is no Kubernetes object: apiVersion, kind and metadata.name are required`,
    );
  }
  return [value];
}

function isKubeObject(value: unknown): value is KubeObject {
  return (
    isRecord(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    isRecord(value.metadata) &&
    typeof value.metadata.name === 'string'
  );
}
