import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { say } from '../../scripts/lib/say.mjs';
import { recordingsDir } from '../paths.mjs';
import { Kubectl } from '../run/kubectl.mjs';
import { versions } from '../versions.mjs';
import { clean } from './clean.mjs';
import { GitContent } from './GitContent.mjs';
import { pathOf, resourceOf } from './kinds.mjs';
import { Observation } from './Observation.mjs';

/** Plays one story in a namespace of its own and writes what its objects looked like at each stage. */
export class Recorder {
  #lab;
  #story;
  #observations = new Map();
  #positions = new Map();

  static async create({ lab, story }) {
    const recorder = new Recorder({ lab, story });
    await recorder.kubectl.apply({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: story.namespace },
    });
    for (const kind of story.watches) await recorder.#observe(kind);
    return recorder;
  }

  constructor({ lab, story }) {
    this.#lab = lab;
    this.#story = story;
    this.kubectl = new Kubectl(lab.kubeconfig);
  }

  get namespace() {
    return this.#story.namespace;
  }

  /** A repository, with the URL that controllers fetch it from. */
  async repository(name) {
    return {
      content: await GitContent.create({ dataDir: this.#lab.dataDir, name }),
      url: `http://127.0.0.1:${this.#lab.ports.git}/${name}.git`,
    };
  }

  /** The address of a metric or a gate at the metric provider. */
  metricUrl(path) {
    return `http://127.0.0.1:${this.#lab.ports.metrics}/${path}`;
  }

  /** Sets a metric or opens a gate: `metric/errors?value=3`, `gate/promotion?open=true`. */
  async setMetric(path) {
    const response = await fetch(this.metricUrl(path), { method: 'PUT' });
    if (!response.ok)
      throw new Error(`the metric provider: ${response.status}`);
  }

  /** Applies objects in the story's namespace. */
  async apply(...objects) {
    await this.kubectl.apply(
      ...objects.map(object => ({
        ...object,
        metadata: { namespace: this.namespace, ...object.metadata },
      })),
    );
  }

  /** A merge patch of one object, or of its status. */
  async patch({ kind, ...rest }) {
    await this.kubectl.patch({
      kind: resourceOf(kind),
      namespace: this.namespace,
      ...rest,
    });
  }

  /** Waits for a state without recording it. */
  async until({ kind, name, when, seconds = 90 }) {
    const key = `${kind}/${name}`;
    const { object, next } = await this.#observations.get(kind).first({
      name,
      when,
      from: this.#positions.get(key) ?? 0,
      seconds,
    });
    this.#positions.set(key, next);
    return object;
  }

  /**
   * Waits for a state that comes after the one that was seen last, and writes it, with the objects
   * of other kinds as they are then.
   */
  async stage({ stage, tells, kind, name, when, alongside = [], seconds }) {
    const object = await this.until({ kind, name, when, seconds });
    const others = await Promise.all(
      alongside.map(other =>
        this.kubectl.list({
          kind: resourceOf(other),
          namespace: this.namespace,
        }),
      ),
    );
    await this.#write({ stage, tells, objects: [object, ...others.flat()] });
    return object;
  }

  /** Ends the watches and removes what the story made. */
  async end() {
    for (const observation of this.#observations.values()) observation.end();
    await this.kubectl.delete({ kind: 'namespace', name: this.namespace });
  }

  async #observe(kind) {
    const { certificates, ports } = this.#lab;
    this.#observations.set(
      kind,
      await Observation.begin({
        url: `https://127.0.0.1:${ports.apiserver}${pathOf({ kind, namespace: this.namespace })}`,
        tls: {
          ca: readFileSync(certificates.ca.cert),
          cert: readFileSync(certificates.admin.cert),
          key: readFileSync(certificates.admin.key),
        },
      }),
    );
  }

  async #write({ stage, tells, objects }) {
    const { name, version } = this.#story.program;
    const dir = join(recordingsDir, name, version);
    mkdirSync(dir, { recursive: true });
    const recording = {
      program: name,
      version,
      kubernetes: versions['k8s.io/kubernetes'],
      story: this.#story.name,
      stage,
      tells,
      objects: objects.map(object => clean({ object, ports: this.#lab.ports })),
    };
    writeFileSync(
      join(dir, `${this.#story.name}-${stage}.json`),
      await format(JSON.stringify(recording), { parser: 'json' }),
    );
    say(`  ${this.#story.name}: ${stage}`);
  }
}
