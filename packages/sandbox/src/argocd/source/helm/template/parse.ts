import { TemplateError } from './TemplateError';
import { Piece, piecesOf, wordsOf } from './tokens';

/** One value in an action. */
export type Operand =
  | { type: 'literal'; value: unknown }
  /** `.a.b` from the dot, `$.a` from the root, `$x.a` from a variable. */
  | { type: 'path'; from: string; steps: string[] }
  | { type: 'call'; name: string; steps: string[] }
  | { type: 'pipeline'; pipeline: Pipeline; steps: string[] };

/** Commands joined by `|`; each is an operand with its arguments. */
export type Pipeline = Operand[][];

export type Node =
  | { type: 'text'; text: string }
  | { type: 'output'; pipeline: Pipeline }
  | { type: 'assign'; variable: string; pipeline: Pipeline }
  | {
      type: 'block';
      keyword: 'if' | 'with' | 'range';
      variables: string[];
      pipeline: Pipeline;
      body: Node[];
      otherwise: Node[];
    }
  | { type: 'define'; name: string; body: Node[] }
  | { type: 'template'; name: string; pipeline?: Pipeline };

class Parser {
  readonly #pieces: Piece[];
  #next = 0;

  constructor(pieces: Piece[]) {
    this.#pieces = pieces;
  }

  parse(): Node[] {
    const { nodes, ended } = this.#body();
    if (ended) throw new TemplateError(`unexpected {{${ended}}}`);
    return nodes;
  }

  #body(): { nodes: Node[]; ended?: string } {
    const nodes: Node[] = [];
    while (this.#next < this.#pieces.length) {
      const piece = this.#pieces[this.#next++];
      if (piece.type === 'text') {
        nodes.push(piece);
        continue;
      }
      const [keyword, ...rest] = wordsOf(piece.source);
      if (keyword === 'end' || keyword === 'else') {
        return { nodes, ended: piece.source };
      }
      nodes.push(this.#node(keyword, rest, piece.source));
    }
    return { nodes };
  }

  #node(keyword: string, rest: string[], source: string): Node {
    switch (keyword) {
      case 'if':
      case 'with':
      case 'range':
        return this.#block(keyword, rest);
      case 'define': {
        const { nodes, ended } = this.#body();
        if (ended !== 'end') throw new TemplateError('unexpected EOF');
        return { type: 'define', name: unquoted(rest[0]), body: nodes };
      }
      case 'template':
        return {
          type: 'template',
          name: unquoted(rest[0]),
          ...(rest.length > 1 && { pipeline: pipelineOf(rest.slice(1)) }),
        };
      default: {
        const words = wordsOf(source);
        return words[1] === ':=' || words[1] === '='
          ? {
              type: 'assign',
              variable: words[0],
              pipeline: pipelineOf(words.slice(2)),
            }
          : { type: 'output', pipeline: pipelineOf(words) };
      }
    }
  }

  #block(keyword: 'if' | 'with' | 'range', words: string[]): Node {
    const assigned = words.indexOf(':=');
    const variables = words
      .slice(0, Math.max(assigned, 0))
      .filter(word => word !== ',');
    const pipeline = pipelineOf(words.slice(assigned + 1));
    const { nodes: body, ended } = this.#body();
    let otherwise: Node[] = [];
    if (ended?.startsWith('else')) {
      const [, next, ...rest] = wordsOf(ended);
      if (next === 'if' || next === 'with') {
        otherwise = [this.#block(next, rest)];
      } else {
        const alternative = this.#body();
        if (alternative.ended !== 'end') {
          throw new TemplateError('unexpected EOF');
        }
        otherwise = alternative.nodes;
      }
    } else if (ended !== 'end') {
      throw new TemplateError('unexpected EOF');
    }
    return { type: 'block', keyword, variables, pipeline, body, otherwise };
  }
}

/** Parses a Go template. Throws TemplateError. */
export function parseTemplate(template: string): Node[] {
  const pieces = piecesOf(template);
  const parser = new Parser(pieces);
  return parser.parse();
}

function pipelineOf(words: string[]): Pipeline {
  const { pipeline, rest } = readPipeline(words);
  if (rest.length > 0) throw new TemplateError(`unexpected ${rest[0]}`);
  return pipeline;
}

function readPipeline(words: string[]): { pipeline: Pipeline; rest: string[] } {
  const pipeline: Pipeline = [[]];
  let rest = words;
  while (rest.length > 0 && rest[0] !== ')') {
    const [word, ...after] = rest;
    rest = after;
    const command = pipeline[pipeline.length - 1];
    if (word === '|') {
      pipeline.push([]);
    } else if (word === '(') {
      const inner = readPipeline(rest);
      if (inner.rest[0] !== ')') {
        throw new TemplateError('unclosed left paren');
      }
      rest = inner.rest.slice(1);
      const steps = /^\.\w/.test(rest[0] ?? '') ? stepsOf(rest[0]) : [];
      if (steps.length > 0) rest = rest.slice(1);
      command.push({ type: 'pipeline', pipeline: inner.pipeline, steps });
    } else {
      command.push(operandOf(word));
    }
  }
  if (pipeline.some(command => command.length === 0)) {
    throw new TemplateError('missing value for command');
  }
  return { pipeline, rest };
}

function operandOf(word: string): Operand {
  if (/^["`]/.test(word)) return { type: 'literal', value: unquoted(word) };
  if (/^-?\d/.test(word)) return { type: 'literal', value: Number(word) };
  if (word === 'true' || word === 'false') {
    return { type: 'literal', value: word === 'true' };
  }
  if (word === 'nil') return { type: 'literal', value: undefined };
  if (word.startsWith('.')) {
    return { type: 'path', from: '.', steps: stepsOf(word) };
  }
  if (word.startsWith('$')) {
    const [from, ...steps] = word.split('.');
    return { type: 'path', from, steps };
  }
  const [name, ...steps] = word.split('.');
  return { type: 'call', name, steps };
}

function stepsOf(path: string): string[] {
  return path.split('.').filter(Boolean);
}

function unquoted(word: string | undefined): string {
  if (word?.startsWith('`')) return word.slice(1, -1);
  if (word?.startsWith('"')) {
    const text: unknown = JSON.parse(word);
    return String(text);
  }
  throw new TemplateError(`unexpected ${word ?? 'end of action'}`);
}
