import { spawn } from 'node:child_process';
import { isBuilt } from '../build/build.mjs';
import { binaryOf } from '../paths.mjs';
import { kubectl as program } from '../programs/kubectl.mjs';

/** Speaks to the lab's cluster by kubectl: the lab's own, or that of the machine until it is built. */
export class Kubectl {
  #kubeconfig;
  #command = isBuilt(program) ? binaryOf(program) : 'kubectl';

  constructor(kubeconfig) {
    this.#kubeconfig = kubeconfig;
  }

  /** Runs a command; resolves with its output, rejects with what it complains of. */
  run(args, input) {
    return new Promise((done, failed) => {
      const child = spawn(
        this.#command,
        [`--kubeconfig=${this.#kubeconfig}`, ...args],
        { stdio: ['pipe', 'pipe', 'pipe'] },
      );
      let output = '';
      let errors = '';
      child.stdout.on('data', chunk => (output += chunk));
      child.stderr.on('data', chunk => (errors += chunk));
      child.on('error', failed);
      child.on('close', code => {
        if (code === 0) done(output);
        else failed(new Error(`kubectl ${args.join(' ')}: ${errors.trim()}`));
      });
      child.stdin.end(input ?? '');
    });
  }

  /** Applies objects as they are written, by server-side apply. */
  async apply(...objects) {
    await this.run(
      ['apply', '--server-side', '--force-conflicts', '-f', '-'],
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
    );
  }

  /** One object, or undefined when it does not exist. */
  async get({ kind, name, namespace }) {
    const output = await this.run([
      ...['get', kind, name, '--ignore-not-found', '-o', 'json'],
      ...inNamespace(namespace),
    ]);
    return output ? JSON.parse(output) : undefined;
  }

  /** The objects of a kind in a namespace. */
  async list({ kind, namespace }) {
    const output = await this.run([
      ...['get', kind, '-o', 'json'],
      ...inNamespace(namespace),
    ]);
    return JSON.parse(output).items;
  }

  /** A merge patch of the object, or of its status. */
  async patch({ kind, name, namespace, patch, subresource }) {
    await this.run([
      ...['patch', kind, name, '--type=merge', '-p', JSON.stringify(patch)],
      ...inNamespace(namespace),
      ...(subresource ? [`--subresource=${subresource}`] : []),
    ]);
  }

  /** Deletes an object without waiting for its end. */
  async delete({ kind, name, namespace }) {
    await this.run([
      ...['delete', kind, name, '--ignore-not-found', '--wait=false'],
      ...inNamespace(namespace),
    ]);
  }
}

const inNamespace = namespace => (namespace ? ['-n', namespace] : []);
