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

  /** Begins a watch at the address of a collection. */
  static begin({ url, tls }) {
    const observation = new Observation();
    observation.#request = request(`${url}?watch=true`, tls, response => {
      createInterface({ input: response }).on('line', line => {
        const { type, object } = JSON.parse(line);
        if (type === 'ADDED' || type === 'MODIFIED') observation.#take(object);
      });
    });
    observation.#request.on('error', () => {});
    observation.#request.end();
    return observation;
  }

  /**
   * The first version, from position `from` on, that the condition holds for, with the position
   * after it; rejects when there is none in time.
   */
  first({ name, when, from, seconds }) {
    const find = () => {
      const index = this.#versions.findIndex(
        (object, position) =>
          position >= from && object.metadata.name === name && when(object),
      );
      return index < 0
        ? undefined
        : { object: this.#versions[index], next: index + 1 };
    };
    return new Promise((done, failed) => {
      const look = () => {
        const found = find();
        if (!found) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        done(found);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        const last = this.#versions.findLast(
          object => object.metadata.name === name,
        );
        failed(
          new Error(
            `not seen within ${seconds} s; last: ${JSON.stringify(last?.status)}`,
          ),
        );
      }, seconds * 1000);
      this.#waiting.add(look);
      look();
    });
  }

  /** Ends the watch. */
  end() {
    this.#request.destroy();
  }

  #take(object) {
    this.#versions.push(object);
    for (const look of [...this.#waiting]) look();
  }
}
