import { request } from 'node:https';
import { createInterface } from 'node:readline';

/**
 * Every version that the objects of one kind in one namespace had since the watch began, so that
 * a state that lasts a moment is not missed.
 */
export class Observation {
  #versions = [];
  #waiting = new Set();
  #request;
  #broken;
  #ended = false;

  /** Begins a watch at the address of a collection; resolves when the API server has begun to answer. */
  static begin({ url, tls }) {
    const observation = new Observation();
    return new Promise((done, failed) => {
      const asked = request(`${url}?watch=true`, tls, response => {
        if (response.statusCode !== 200) {
          asked.destroy();
          failed(new Error(`the watch of ${url}: ${response.statusCode}`));
          return;
        }
        observation.#follow(response);
        done(observation);
      });
      observation.#request = asked;
      asked.on('error', error => {
        failed(error);
        observation.#break(error);
      });
      asked.end();
    });
  }

  /**
   * The first version, from position `from` on, that the condition holds for, with the position
   * after it; rejects when there is none in time, or when the watch has ended.
   */
  first({ name, when, from, seconds }) {
    return new Promise((done, failed) => {
      const settle = (finish, value) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        finish(value);
      };
      const look = () => {
        if (this.#broken) settle(failed, this.#broken);
        const found = this.#find({ name, when, from });
        if (found) settle(done, found);
      };
      const timer = setTimeout(() => {
        const last = this.#versions.findLast(
          object => object.metadata.name === name,
        );
        const seen = JSON.stringify(last?.status);
        settle(failed, new Error(`not seen in ${seconds} s; last: ${seen}`));
      }, seconds * 1000);
      this.#waiting.add(look);
      look();
    });
  }

  /** Ends the watch. */
  end() {
    this.#ended = true;
    this.#request.destroy();
  }

  #find({ name, when, from }) {
    const index = this.#versions.findIndex(
      (object, position) =>
        position >= from && object.metadata.name === name && when(object),
    );
    if (index < 0) return undefined;
    return { object: this.#versions[index], next: index + 1 };
  }

  #follow(response) {
    const lines = createInterface({ input: response });
    lines.on('line', line => {
      const { type, object } = JSON.parse(line);
      if (type === 'ERROR') this.#break(new Error(object.message));
      if (type === 'ADDED' || type === 'MODIFIED') {
        this.#versions.push(object);
        this.#wake();
      }
    });
    lines.on('error', error => this.#break(error));
    lines.on('close', () => this.#break(new Error('the watch was ended')));
  }

  #break(error) {
    if (this.#ended) return;
    this.#broken = error;
    this.#wake();
  }

  #wake() {
    for (const look of [...this.#waiting]) look();
  }
}
