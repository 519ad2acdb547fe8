import { createHmac, randomUUID } from 'crypto';
import { setTimeout as pause } from 'timers/promises';
import { Faults } from '../../contracts';
import { ForgeDomain, ForgeEvent, Webhook } from '../domain';
import { payloadOf } from './payloads';

/** How the last delivery to a webhook ended. */
export interface DeliveryOutcome {
  code: number | null;
  status: string;
  message: string | null;
}

/** A receiver that has just been started may not listen yet. */
const RETRY_AFTER_MS = [250, 500, 1_000, 2_000, 4_000, 8_000];
const TIMEOUT_MS = 10_000;

/** Delivers what happens to those who have asked for it: signed, in order for each receiver, and never in the way of what happens. */
export class WebhookSender {
  static start(options: {
    forge: ForgeDomain;
    faults: Faults;
    onError: (error: unknown) => void;
  }): WebhookSender {
    const sender = new WebhookSender(
      options.forge,
      options.faults,
      options.onError,
    );
    sender.#unsubscribe = options.forge.events.on(event =>
      sender.#enqueue(event),
    );
    return sender;
  }

  readonly #queues = new Map<number, Promise<void>>();
  readonly #outcomes = new Map<number, DeliveryOutcome>();
  readonly #stopped = new AbortController();
  #unsubscribe: () => void = () => undefined;

  private constructor(
    private readonly forge: ForgeDomain,
    private readonly faults: Faults,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Sends GitHub's `ping`. */
  ping(webhook: Webhook): void {
    const payload = async () => ({
      zen: 'Keep it logically awesome.',
      hook_id: webhook.id,
      hook: { id: webhook.id, events: webhook.events, active: webhook.active },
    });
    this.#deliver({ webhook, event: 'ping', payload });
  }

  lastOutcome(webhook: Webhook): DeliveryOutcome | undefined {
    return this.#outcomes.get(webhook.id);
  }

  /** Gives up what has not been delivered. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    this.#stopped.abort();
    await Promise.all(this.#queues.values());
  }

  #enqueue(event: ForgeEvent): void {
    const webhooks = this.forge.webhooks.concerning(
      event.repository,
      event.type,
    );
    if (webhooks.length === 0) return;
    const payload = payloadOf(this.forge, event);
    payload.catch(this.onError);
    for (const webhook of webhooks) {
      this.#deliver({
        webhook,
        event: event.type,
        payload: async () => payload,
      });
    }
  }

  #deliver(delivery: {
    webhook: Webhook;
    event: string;
    payload: () => Promise<object>;
  }): void {
    const { webhook, event, payload } = delivery;
    const before = this.#queues.get(webhook.id) ?? Promise.resolve();
    const done = before.then(async () => {
      try {
        const fault = this.faults.take({
          surface: 'webhooks',
          method: 'POST',
          path: event,
          types: ['drop', 'repeat', 'latency'],
        })?.fault;
        if (fault?.type === 'drop') return;
        if (fault?.type === 'latency') await this.#wait(fault.ms);
        const times = fault?.type === 'repeat' ? fault.times : 1;
        const id = randomUUID();
        const content = JSON.stringify(await payload());
        for (let n = 0; n < times; n++) {
          await this.#send({ webhook, event, id, content });
        }
      } catch (error) {
        if (!this.#stopped.signal.aborted) this.onError(error);
      }
    });
    this.#queues.set(webhook.id, done);
  }

  async #send(delivery: {
    webhook: Webhook;
    event: string;
    id: string;
    content: string;
  }): Promise<void> {
    const { webhook, event, id, content } = delivery;
    const isJson = webhook.contentType === 'json';
    const body = isJson
      ? content
      : new URLSearchParams({ payload: content }).toString();
    const sign = (algorithm: 'sha1' | 'sha256') =>
      `${algorithm}=${createHmac(algorithm, webhook.secret ?? '')
        .update(body)
        .digest('hex')}`;
    const headers = {
      'content-type': isJson
        ? 'application/json'
        : 'application/x-www-form-urlencoded',
      'user-agent': 'GitHub-Hookshot/fairlead',
      'x-github-event': event,
      'x-github-delivery': id,
      'x-github-hook-id': String(webhook.id),
      ...(webhook.secret !== null && {
        'x-hub-signature': sign('sha1'),
        'x-hub-signature-256': sign('sha256'),
      }),
    };
    for (const retryAfter of [...RETRY_AFTER_MS, undefined]) {
      try {
        const response = await fetch(webhook.url, {
          method: 'POST',
          headers,
          body,
          signal: AbortSignal.any([
            this.#stopped.signal,
            AbortSignal.timeout(TIMEOUT_MS),
          ]),
        });
        await response.arrayBuffer();
        this.#outcomes.set(webhook.id, {
          code: response.status,
          status: response.ok ? 'active' : 'failed',
          message: response.statusText,
        });
        return;
      } catch (error) {
        this.#outcomes.set(webhook.id, {
          code: null,
          status: 'failed',
          message: 'failed to connect',
        });
        if (retryAfter === undefined || this.#stopped.signal.aborted) return;
        await this.#wait(retryAfter);
      }
    }
  }

  async #wait(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#stopped.signal, ref: false });
  }
}
