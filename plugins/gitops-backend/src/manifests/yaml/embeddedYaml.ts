import { Scalar } from 'yaml';
import { ManifestProblem } from '../ManifestProblem';
import { LocatedScalar } from './ScalarPlace';
import { YamlFile } from './YamlFile';
import { formatPointer } from './YamlPath';

/** YAML written as text inside another file, as in `helm.values: |`. */
export function parseEmbedded(host: LocatedScalar): YamlFile {
  const block =
    host.node.type === Scalar.BLOCK_LITERAL ||
    host.node.type === Scalar.BLOCK_FOLDED;
  return YamlFile.parse(
    { path: host.file.path, content: host.text },
    block ? host.line + 1 : host.line,
  );
}

/**
 * Turns offsets of the inner text into offsets of the file around it. Only a literal block (`|`) has a simple
 * relation between the two: each line is the inner line after a constant indentation.
 */
export function hostOffset(host: LocatedScalar, offset: number): number {
  const refuse = () =>
    new ManifestProblem(
      'block-scalar',
      `${host.file.path}:${host.line} ${formatPointer(host.path)} holds YAML as text that isn't a literal block (|), so its values can't be edited in place`,
      { file: host.file.path, line: host.line },
    );
  if (host.node.type !== Scalar.BLOCK_LITERAL) {
    throw refuse();
  }
  const innerLine = host.text.slice(0, offset).split('\n').length - 1;
  const column = offset - (host.text.lastIndexOf('\n', offset - 1) + 1);
  const source = host.file.content;
  let lineStart = source.indexOf('\n', host.range[0]) + 1;
  for (let line = 0; line < innerLine; line++) {
    lineStart = source.indexOf('\n', lineStart) + 1;
  }
  const lineEnd = source.indexOf('\n', lineStart);
  const outer = source
    .slice(lineStart, lineEnd < 0 ? undefined : lineEnd)
    .replace(/\r$/, '');
  const inner = host.text.split('\n')[innerLine];
  if (!outer.endsWith(inner) || outer.slice(0, -inner.length).trim() !== '') {
    throw refuse();
  }
  return lineStart + outer.length - inner.length + column;
}
