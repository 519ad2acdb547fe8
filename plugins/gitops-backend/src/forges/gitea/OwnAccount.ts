import { z } from 'zod';
import { GiteaApi } from './GiteaApi';
import { GiteaRepository } from './GiteaRepository';

/** Who the credentials are of: asked for once. */
export class OwnAccount {
  static create(api: GiteaApi): OwnAccount {
    return new OwnAccount(api);
  }

  #login: Promise<string> | undefined;

  private constructor(private readonly api: GiteaApi) {}

  async login(repository: GiteaRepository): Promise<string> {
    this.#login ??= this.#read(repository);
    this.#login.catch(() => {
      this.#login = undefined;
    });
    return this.#login;
  }

  async #read(repository: GiteaRepository): Promise<string> {
    const { login } = await this.api.request({
      repository,
      action: 'ask who the credentials are of',
      path: ['user'],
      of: 'server',
      schema: z.object({ login: z.string() }),
    });
    return login;
  }
}
