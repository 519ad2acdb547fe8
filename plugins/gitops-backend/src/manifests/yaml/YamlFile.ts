import { Document, isAlias, isCollection, parseAllDocuments } from 'yaml';
import { ManifestProblem } from '../ManifestProblem';
import { YamlPath } from './YamlPath';

/** A file as it is in the repository. */
export interface ManifestFile {
  path: string;
  content: string;
}

/**
 * A parsed YAML or JSON file that remembers where in the text everything is.
 *
 * Merge keys are resolved, because every engine resolves them; a file that the engines would read differently
 * from us (duplicate keys, syntax errors, templates) is refused rather than guessed at.
 */
export class YamlFile {
  private constructor(
    readonly path: string,
    readonly content: string,
    readonly documents: readonly Document.Parsed[],
    /** Line in the repository's file that the content begins at: more than 1 for YAML inside YAML. */
    private readonly firstLine: number,
  ) {}

  static parse(file: ManifestFile, firstLine: number = 1): YamlFile {
    const { path, content } = file;
    // U+FFFD stands for bytes that were not UTF-8: they could not be written back as they were.
    // eslint-disable-next-line no-control-regex
    const binary = content.search(/[\u0000\ufffd]/);
    if (binary >= 0) {
      throw new ManifestProblem(
        'not-text',
        `${path} is not plain UTF-8 text, so it can't be edited without damage`,
        { file: path, line: lineAt(content, binary) + firstLine - 1 },
      );
    }
    const documents = parseDocuments(file);
    const result = new YamlFile(path, content, documents, firstLine);
    documents.forEach(document => result.refuseErrors(document));
    return result;
  }

  /** Strings need quotes there. */
  get isJson(): boolean {
    return /\.json$/i.test(this.path) && this.firstLine === 1;
  }

  /** 1-based line of an offset of `content`, in the repository's file. */
  lineOf(offset: number): number {
    return lineAt(this.content, offset) + this.firstLine - 1;
  }

  /** The plain values of a document, aliases and merge keys resolved. */
  valueOf(document: number): unknown {
    try {
      return this.documents[document]?.toJS();
    } catch (error) {
      // The library refuses documents whose aliases multiply without bound.
      throw new ManifestProblem(
        'unparsable',
        `${this.path} can't be read as YAML: ${
          error instanceof Error ? error.message : 'unknown error'
        }`,
        { file: this.path },
      );
    }
  }

  /** Line of the value at a path, or of the nearest thing above it that exists. */
  lineOfPath(document: number, path: YamlPath): number {
    for (let length = path.length; length >= 0; length--) {
      const node = this.documents[document]?.getIn(path.slice(0, length), true);
      if ((isCollection(node) || isAlias(node)) && node.range) {
        return this.lineOf(node.range[0]);
      }
    }
    return this.firstLine;
  }

  private refuseErrors(document: Document.Parsed): void {
    const [error] = document.errors;
    const template = templateLine(this.content);
    if (error) {
      const at = this.lineOf(error.pos[0]);
      if (template !== undefined) {
        throw templateProblem(this.path, template + this.firstLine - 1);
      }
      throw new ManifestProblem(
        error.code === 'DUPLICATE_KEY' ? 'duplicate-key' : 'unparsable',
        error.code === 'DUPLICATE_KEY'
          ? `${this.path}:${at} has the same key twice in one map, and engines disagree about which one counts`
          : `${this.path}:${at} is not valid YAML: ${firstLineOf(error.message)}`,
        { file: this.path, line: at },
      );
    }
    // Unquoted `{{ x }}` is valid YAML, a map whose key is a map. Nobody means that.
    if (template !== undefined && hasCollectionKey(document)) {
      throw templateProblem(this.path, template + this.firstLine - 1);
    }
  }
}

function parseDocuments({ path, content }: ManifestFile): Document.Parsed[] {
  try {
    const parsed = parseAllDocuments(content, {
      merge: true,
      logLevel: 'error',
    });
    return Array.isArray(parsed) ? parsed : [];
  } catch (error) {
    // The parser recurses, so a file that nests without bound exhausts the stack.
    throw new ManifestProblem(
      'unparsable',
      `${path} can't be read as YAML: ${
        error instanceof Error ? error.message : 'unknown error'
      }`,
      { file: path },
    );
  }
}

function templateProblem(file: string, line: number): ManifestProblem {
  return new ManifestProblem(
    'template',
    `${file}:${line} is a template ({{ … }}), not YAML, so its values can't be edited`,
    { file, line },
  );
}

function templateLine(content: string): number | undefined {
  const at = content.search(/^(?![ \t]*#).*\{\{/m);
  return at < 0 ? undefined : lineAt(content, at);
}

function hasCollectionKey(document: Document.Parsed): boolean {
  let found = false;
  const look = (node: unknown): void => {
    if (!isCollection(node)) {
      return;
    }
    for (const item of node.items) {
      if (typeof item === 'object' && item && 'key' in item) {
        found ||= isCollection(item.key);
        look('value' in item ? item.value : undefined);
      } else {
        look(item);
      }
    }
  };
  look(document.contents);
  return found;
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; line++) {
    at = text.indexOf('\n', at + 1);
  }
  return line;
}

function firstLineOf(message: string): string {
  return message.split('\n')[0].replace(/ at line \d+, column \d+:?$/, '');
}
