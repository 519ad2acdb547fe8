import { AST, getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { ManifestProblem } from '../ManifestProblem';
import { ManifestFile } from '../yaml/YamlFile';
import { YamlPath } from '../yaml/YamlPath';

/** A scalar of a TOML file, with its bytes. */
export interface TomlLeaf {
  path: YamlPath;
  node: AST.TOMLValue;
}

/** A parsed TOML file that remembers where in the text every scalar is. */
export class TomlFile {
  readonly leaves: readonly TomlLeaf[];
  readonly #value: unknown;

  private constructor(
    readonly path: string,
    readonly content: string,
    program: AST.TOMLProgram,
  ) {
    this.leaves = leavesOf(program.body[0]);
    this.#value = getStaticTOMLValue(program);
  }

  static parse({ path, content }: ManifestFile): TomlFile {
    // U+FFFD stands for bytes that were not UTF-8: they could not be written back as they were.
    if (content.includes('\ufffd')) {
      throw new ManifestProblem(
        'not-text',
        `${path} is not plain UTF-8 text, so it can't be edited without damage`,
        { file: path },
      );
    }
    try {
      return new TomlFile(path, content, parseTOML(content));
    } catch (error) {
      const { message, lineNumber } =
        error instanceof Error
          ? withLine(error)
          : { message: 'unknown error', lineNumber: undefined };
      throw new ManifestProblem(
        'unparsable',
        `${path}${lineNumber ? `:${lineNumber}` : ''} is not valid TOML: ${message}`,
        { file: path, ...(lineNumber !== undefined && { line: lineNumber }) },
      );
    }
  }

  /** 1-based line of an offset of `content`. */
  lineOf(offset: number): number {
    return this.content.slice(0, offset).split('\n').length;
  }

  /** The plain values of the file. TOML has one document only. */
  valueOf(document: number): unknown {
    return document === 0 ? this.#value : undefined;
  }
}

function withLine(error: Error): { message: string; lineNumber?: number } {
  const line: unknown = 'lineNumber' in error ? error.lineNumber : undefined;
  return {
    message: error.message,
    ...(typeof line === 'number' && { lineNumber: line }),
  };
}

function leavesOf(top: AST.TOMLTopLevelTable): TomlLeaf[] {
  const leaves: TomlLeaf[] = [];
  const visit = (node: AST.TOMLContentNode, path: YamlPath): void => {
    if (node.type === 'TOMLArray') {
      node.elements.forEach((element, index) =>
        visit(element, [...path, index]),
      );
    } else if (node.type === 'TOMLInlineTable') {
      node.body.forEach(pair => visit(pair.value, [...path, ...keysOf(pair)]));
    } else {
      leaves.push({ path, node });
    }
  };
  for (const item of top.body) {
    if (item.type === 'TOMLKeyValue') {
      visit(item.value, keysOf(item));
    } else {
      item.body.forEach(pair =>
        visit(pair.value, [...item.resolvedKey, ...keysOf(pair)]),
      );
    }
  }
  return leaves;
}

function keysOf({ key }: AST.TOMLKeyValue): string[] {
  return key.keys.map(part =>
    part.type === 'TOMLBare' ? part.name : part.value,
  );
}
