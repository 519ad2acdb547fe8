import { stringify } from 'yaml';
import { RunningForge } from '../forge';
import { daysBefore } from './dates';
import { authorOf, organisation, people, teams } from './people';

/** The repository that the catalog has groups, people and systems from. */
export const peopleRepository = { owner: organisation, name: 'people' };

/** Writes groups, people and the system that the services belong to. The guest belongs to every team. */
export async function seedPeopleRepository(options: {
  forge: RunningForge;
  now: Date;
}): Promise<void> {
  const { content } = options.forge;
  await content.createRepository({
    ...peopleRepository,
    description: 'Teams, people and systems, for the catalog',
  });
  await content.commitFiles({
    ...peopleRepository,
    branch: 'main',
    message: 'Teams and people',
    author: authorOf('greta'),
    date: daysBefore(options.now, 90),
    files: {
      'README.md': '# People\n\nTeams, people and systems, for the catalog.\n',
      'catalog-info.yaml': entities()
        .map(entity => stringify(entity))
        .join('---\n'),
    },
  });
}

function entities() {
  const apiVersion = 'backstage.io/v1alpha1';
  return [
    ...teams.map(({ name, title }) => ({
      apiVersion,
      kind: 'Group',
      metadata: { name, title },
      spec: { type: 'team', profile: { displayName: title }, children: [] },
    })),
    ...people.map(({ login, name, email, team }) => ({
      apiVersion,
      kind: 'User',
      metadata: { name: login },
      spec: { profile: { displayName: name, email }, memberOf: [team] },
    })),
    {
      apiVersion,
      kind: 'User',
      metadata: { name: 'guest' },
      spec: {
        profile: { displayName: 'Guest' },
        memberOf: teams.map(({ name }) => name),
      },
    },
    {
      apiVersion,
      kind: 'System',
      metadata: { name: 'shop', title: 'Shop' },
      spec: { owner: 'group:default/platform' },
    },
  ];
}
