import { docs } from '../docs';
import { textRule } from '../textRule';

/** The engine lacks a right. */
export const forbidden = textRule({
  id: 'forbidden',
  engineOnly: true,
  pattern:
    /is forbidden: User "([^"]+)" cannot (\w+) resource "([^"]+)"(?: in API group "([^"]*)")?|is not permitted in project|cross-namespace ref|the server has asked for the client to provide credentials|AccessDenied|attempting to grant RBAC permissions not currently held/i,
  meaning: ([words, user, verb, resource, group]) => {
    if (user) {
      const what = group ? `${resource}.${group}` : resource;
      return {
        title: `The engine may not ${verb} ${what}`,
        meaning: `The account that deploys (${user}) lacks the right to ${verb} ${what}.`,
        remedy: `Have the right "${verb}" on "${what}" given to ${user}, or take the resource out of Git.`,
        link: docs.rbac,
      };
    }
    if (/project/.test(words)) {
      return {
        title: 'The project does not allow it',
        meaning:
          'The AppProject of the Application does not allow this source, destination or kind of resource.',
        remedy:
          'Have it allowed in the AppProject, or use a project that allows it.',
      };
    }
    return /credentials/.test(words)
      ? {
          title: 'The cluster does not know the engine',
          meaning:
            'The cluster that is deployed to does not accept the credentials of the engine.',
          remedy: 'Have the credentials of the cluster renewed in the engine.',
        }
      : {
          title: 'The engine lacks a right',
          meaning: 'Something that is to be done is not allowed to the engine.',
          remedy: 'Have the right given, or take what needs it out of Git.',
          link: docs.rbac,
        };
  },
});
