import { isRecord } from '../../../../json';
import { isTruthy, printed, templateFunctions } from './functions';
import { Node, Operand, parseTemplate, Pipeline } from './parse';
import { TemplateError } from './TemplateError';

/** Named templates, shared by the files of a chart. */
export class TemplateSet {
  readonly #named = new Map<string, Node[]>();
  readonly #files = new Map<string, Node[]>();

  static create(): TemplateSet {
    return new TemplateSet();
  }

  private constructor() {}

  /** Parses a file and keeps what it defines. Throws TemplateError. */
  add(file: string, text: string): void {
    const nodes = parseTemplate(text);
    for (const node of nodes) {
      if (node.type === 'define') this.#named.set(node.name, node.body);
    }
    this.#files.set(file, nodes);
  }

  /** Throws TemplateError. */
  render(file: string, data: unknown): string {
    return this.#run(this.#files.get(file) ?? [], scopeOf(data));
  }

  #run(nodes: Node[], scope: Scope): string {
    return nodes.map(node => this.#output(node, scope)).join('');
  }

  #output(node: Node, scope: Scope): string {
    switch (node.type) {
      case 'text':
        return node.text;
      case 'define':
        return '';
      case 'assign':
        scope.variables.set(node.variable, this.#value(node.pipeline, scope));
        return '';
      case 'template':
        return this.#include(
          node.name,
          node.pipeline ? this.#value(node.pipeline, scope) : undefined,
        );
      case 'output':
        return printed(this.#value(node.pipeline, scope));
      default:
        return this.#block(node, scope);
    }
  }

  #block(node: Extract<Node, { type: 'block' }>, scope: Scope): string {
    const value = this.#value(node.pipeline, scope);
    if (!isTruthy(value)) return this.#run(node.otherwise, inner(scope));
    if (node.keyword !== 'range') {
      const dot = node.keyword === 'with' ? value : scope.dot;
      return this.#run(
        node.body,
        inner(
          scope,
          dot,
          node.variables.map(name => [name, value]),
        ),
      );
    }
    return entriesOf(value)
      .map(([key, each]) => {
        const values = node.variables.length > 1 ? [key, each] : [each];
        return this.#run(
          node.body,
          inner(
            scope,
            each,
            node.variables.map((name, index) => [name, values[index]]),
          ),
        );
      })
      .join('');
  }

  #include(name: string, data: unknown): string {
    const body = this.#named.get(name);
    if (!body) throw new TemplateError(`no template "${name}" defined`);
    return this.#run(body, scopeOf(data));
  }

  #value(pipeline: Pipeline, scope: Scope): unknown {
    let piped: unknown[] = [];
    for (const [head, ...args] of pipeline) {
      const values = args.map(arg => this.#operand(arg, scope));
      piped = [this.#command(head, [...values, ...piped], scope)];
    }
    return piped[0];
  }

  #command(head: Operand, args: unknown[], scope: Scope): unknown {
    if (head.type === 'call') {
      return stepped(this.#call(head.name, args), head.steps);
    }
    if (args.length > 0) {
      throw new TemplateError("can't give argument to non-function");
    }
    return this.#operand(head, scope);
  }

  #call(name: string, args: unknown[]): unknown {
    if (name === 'include') return this.#include(printed(args[0]), args[1]);
    const known = Object.hasOwn(templateFunctions, name)
      ? templateFunctions[name]
      : undefined;
    if (!known) throw new TemplateError(`function "${name}" not defined`);
    return known(...args);
  }

  #operand(operand: Operand, scope: Scope): unknown {
    switch (operand.type) {
      case 'literal':
        return operand.value;
      case 'pipeline':
        return stepped(this.#value(operand.pipeline, scope), operand.steps);
      case 'call':
        return stepped(this.#call(operand.name, []), operand.steps);
      default: {
        if (operand.from === '.') return stepped(scope.dot, operand.steps);
        if (operand.from === '$') return stepped(scope.root, operand.steps);
        if (!scope.variables.has(operand.from)) {
          throw new TemplateError(`undefined variable "${operand.from}"`);
        }
        return stepped(scope.variables.get(operand.from), operand.steps);
      }
    }
  }
}

interface Scope {
  dot: unknown;
  root: unknown;
  variables: Map<string, unknown>;
}

function scopeOf(data: unknown): Scope {
  return { dot: data, root: data, variables: new Map() };
}

function inner(
  scope: Scope,
  dot: unknown = scope.dot,
  variables: Array<[string, unknown]> = [],
): Scope {
  return {
    dot,
    root: scope.root,
    variables: new Map([...scope.variables, ...variables]),
  };
}

function stepped(value: unknown, steps: string[]): unknown {
  return steps.reduce((current, step) => {
    if (current === undefined || current === null) {
      throw new TemplateError(`nil pointer evaluating interface {}.${step}`);
    }
    if (!isRecord(current)) {
      throw new TemplateError(
        `can't evaluate field ${step} in type ${typeof current}`,
      );
    }
    return current[step];
  }, value);
}

function entriesOf(value: unknown): Array<[unknown, unknown]> {
  if (Array.isArray(value)) {
    return value.map((each, index): [unknown, unknown] => [index, each]);
  }
  if (isRecord(value)) {
    return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  }
  throw new TemplateError("range can't iterate over this value");
}
