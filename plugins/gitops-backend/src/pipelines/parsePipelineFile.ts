import {
  Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  Node,
  parseDocument,
} from 'yaml';
import { Mistake, mistakesOf, sentenceFor } from '../config/mistakes';
import { placeOf } from '../config/readSection';
import { AuthoredPipeline, pipelineFileSchema } from './pipelineFileSchema';

/** A mistake in a file, where a person looks for it. Line and column are 1-based. */
export interface PlacedMistake {
  message: string;
  line: number;
  column: number;
}

/** A pipeline file that was read. */
export interface ParsedPipelineFile {
  /** Absent when the file has mistakes. */
  authored?: AuthoredPipeline;
  mistakes: PlacedMistake[];
  /** Says where a mistake is that was found later. */
  place(mistake: Mistake): PlacedMistake;
}

const largest = 256 * 1024;

/** Reads a pipeline file, and finds everything in it that is wrong by itself. */
export function parsePipelineFile(content: string): ParsedPipelineFile {
  const lines = new LineCounter();
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const failed = (message: string, offset = 0): ParsedPipelineFile => ({
    mistakes: [{ message, ...at(offset) }],
    place: ({ message: later }) => ({ message: later, ...at(0) }),
  });
  if (content.length > largest) {
    return failed('The file is larger than 256 KiB.');
  }
  let document: Document.Parsed;
  let value: unknown;
  try {
    document = parseDocument(content, {
      lineCounter: lines,
      merge: true,
      prettyErrors: false,
      logLevel: 'error',
    });
    if (document.errors.length > 0) {
      return {
        ...failed(''),
        mistakes: document.errors.map(({ message, code, pos }) => ({
          message: syntaxSentence(code, message),
          ...at(pos[0]),
        })),
      };
    }
    value = document.toJS();
  } catch (error) {
    // Aliases that multiply without bound, or nesting that exhausts the stack.
    return failed(
      `The file can't be read as YAML: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const place = ({ path, key, message }: Mistake): PlacedMistake => ({
    message: sentenceOf(path, message),
    ...at(offsetOf({ document, path, key })),
  });
  // A file of comments alone says nothing, which is no mistake.
  const parsed = pipelineFileSchema.safeParse(value ?? {}, {
    error: sentenceFor,
  });
  return parsed.success
    ? { authored: parsed.data, mistakes: [], place }
    : { mistakes: inFileOrder(mistakesOf(parsed.error).map(place)), place };
}

/** As one meets them when reading the file. */
export function inFileOrder(
  mistakes: readonly PlacedMistake[],
): PlacedMistake[] {
  return [...mistakes].sort((a, b) => a.line - b.line || a.column - b.column);
}

function syntaxSentence(code: string, message: string): string {
  switch (code) {
    case 'MULTIPLE_DOCS':
      return 'The file has more than one document: keep one of them.';
    case 'DUPLICATE_KEY':
      return 'The same key is written twice: keep one of them.';
    default:
      return `This is not valid YAML: ${message}`;
  }
}

function sentenceOf(path: PropertyKey[], message: string): string {
  return `${path.length > 0 ? placeOf('', path) : 'The file'} ${message}`;
}

/** Of the key that is wrong, else of a plain value, else of the key or list entry that holds it. */
function offsetOf(options: {
  document: Document.Parsed;
  path: readonly PropertyKey[];
  key?: string;
}): number {
  const { document, path, key } = options;
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const part of path) {
    const found = childOf({ document, node, part });
    if (!found) return offset;
    node = found.value;
    offset = found.offset;
  }
  if (key !== undefined) {
    return childOf({ document, node, part: key })?.keyOffset ?? offset;
  }
  return offset;
}

function childOf(options: {
  document: Document.Parsed;
  node: unknown;
  part: PropertyKey;
}): { value: unknown; offset: number; keyOffset?: number } | undefined {
  const { document, part } = options;
  const node = isAlias(options.node)
    ? options.node.resolve(document)
    : options.node;
  if (isSeq(node)) {
    const value = node.items[Number(part)];
    const offset = startOf(value);
    return offset === undefined ? undefined : { value, offset };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(
    item =>
      isPair(item) && isScalar(item.key) && String(item.key.value) === part,
  );
  const keyOffset = startOf(pair?.key);
  if (!pair || keyOffset === undefined) return undefined;
  const plain = isScalar(pair.value) && pair.value.source !== '';
  return {
    value: pair.value,
    keyOffset,
    offset: (plain ? startOf(pair.value) : undefined) ?? keyOffset,
  };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? rangeStart(node) : undefined;
}

function rangeStart(node: Node): number | undefined {
  return node.range?.[0];
}
