import {
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  Pair,
  Scalar,
} from 'yaml';
import { ManifestProblem } from '../ManifestProblem';
import { hostOffset, parseEmbedded } from '../yaml/embeddedYaml';
import { LocatedScalar, locateScalar } from '../yaml/ScalarPlace';
import { YamlFile } from '../yaml/YamlFile';
import { YamlPath } from '../yaml/YamlPath';

/** Bytes of a text, `[start, end)`. */
export type TextRange = readonly [number, number];

/** What people call things that nobody should see. */
export const secretName =
  /(pass(word|phrase|wd)?|secret|token|credentials?|api[-_]?key|access[-_]?key|private[-_]?key|connection[-_]?string|dsn)s?$/i;
// These name the object that holds a secret, not the secret.
export const secretReference = /^(existing|imagePull|pull)[-_]?secrets?$/i;
export const secretText =
  /-----BEGIN [A-Z ]*PRIVATE KEY|[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i;

/**
 * Where values stand in a file that nobody should see in a diff: the data of Secrets, what kustomize generates
 * Secrets from, values whose key is called like a password or a token, private keys, URLs with credentials; in
 * YAML inside YAML too.
 */
export function secretRanges(file: YamlFile): TextRange[] {
  return file.documents.flatMap((document, index) => {
    const ranges: TextRange[] = [];
    const visit = (node: unknown, path: YamlPath, hidden: boolean): void => {
      if (isScalar(node)) {
        ranges.push(...rangesOfScalar({ file, index, path, node, hidden }));
      } else if (isMap(node)) {
        node.items.forEach(pair => {
          const key = keyOf(pair);
          const inner = hidden || hides(key, pair.value, node.items);
          visit(pair.value, [...path, key], inner);
        });
      } else if (isSeq(node)) {
        node.items.forEach(
          (item, at) => isPair(item) || visit(item, [...path, at], hidden),
        );
      }
    };
    visit(document.contents, [], false);
    return ranges;
  });
}

function hides(key: string, value: unknown, siblings: readonly Pair[]) {
  const text = (name: string) => {
    const pair = siblings.find(item => keyOf(item) === name);
    return isScalar(pair?.value) ? String(pair.value.value) : '';
  };
  if (isCollection(value)) {
    return (
      key === 'secretGenerator' ||
      (/^(data|stringData)$/.test(key) && text('kind') === 'Secret') ||
      /^(secrets|passwords|credentials|tokens)$/i.test(key)
    );
  }
  return (
    (secretName.test(key) && !secretReference.test(key)) ||
    (key === 'value' && secretName.test(text('name')))
  );
}

function rangesOfScalar(options: {
  file: YamlFile;
  index: number;
  path: YamlPath;
  node: Scalar;
  hidden: boolean;
}): TextRange[] {
  const { file, index, path, node, hidden } = options;
  const { value, range } = node;
  if (!range || value === null || typeof value === 'boolean') {
    return [];
  }
  const whole: TextRange[] = [[range[0], range[1]]];
  const text = String(value);
  if (hidden) {
    return whole;
  }
  if (text.includes('\n')) {
    const host = locateScalar(file, index, path);
    const inner = host && host.node === node ? innerRanges(host) : undefined;
    if (inner) {
      return inner;
    }
  }
  return secretText.test(text) ? whole : [];
}

/** Undefined when the text is no YAML with a structure. */
function innerRanges(host: LocatedScalar): TextRange[] | undefined {
  try {
    const inner = parseEmbedded(host);
    if (!inner.documents.some(({ contents }) => isCollection(contents))) {
      return undefined;
    }
    return secretRanges(inner).map(([start, end]) => [
      hostOffset(host, start),
      hostOffset(host, end),
    ]);
  } catch (error) {
    if (error instanceof ManifestProblem) {
      return error.code === 'block-scalar' ? [host.range] : undefined;
    }
    throw error;
  }
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}
