import { RunningForge } from '../forge';
import { SeedCluster } from './applications';
import { seedGitopsRepository } from './gitopsRepository';
import { organisation, people, portalBot } from './people';
import { seedPeopleRepository } from './peopleRepository';
import { services } from './services';
import { seedSourceRepository } from './sourceRepository';

/** Writes the organisation with its people and repositories. */
export async function seedForge(options: {
  forge: RunningForge;
  servers: Record<SeedCluster, string>;
  /** Of the portal's account. */
  token: string;
  now: Date;
}): Promise<void> {
  const { forge, now, servers } = options;
  await forge.content.createUser({
    login: organisation,
    name: 'Acme',
    email: 'hello@acme.example',
    type: 'Organization',
  });
  await forge.content.createUser({
    ...portalBot,
    email: 'fairlead-bot@acme.example',
    type: 'Bot',
    tokens: [options.token],
  });
  for (const { login, name, email } of people) {
    await forge.content.createUser({ login, name, email });
  }
  await seedPeopleRepository({ forge, now });
  for (const service of services) {
    await seedSourceRepository({ forge, service, now });
  }
  await seedGitopsRepository({ forge, services, servers, now });
}
