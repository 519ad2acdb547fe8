import { SeedPerson } from './SeedService';

/** The organisation on the forge, and in image names. */
export const organisation = 'acme';

/** The account of the portal on the forge. */
export const portalBot = { login: 'fairlead-bot', name: 'Fairlead' };

export const people: SeedPerson[] = [
  person('ada', 'Ada Okafor', 'checkout'),
  person('bruno', 'Bruno Lindqvist', 'checkout'),
  person('chiara', 'Chiara Ferri', 'money'),
  person('dmitri', 'Dmitri Sokolov', 'money'),
  person('elif', 'Elif Yıldız', 'storefront'),
  person('femi', 'Femi Adeyemi', 'storefront'),
  person('greta', 'Greta Holm', 'platform'),
];

export const teams: Array<{ name: string; title: string }> = [
  { name: 'checkout', title: 'Checkout' },
  { name: 'money', title: 'Money' },
  { name: 'storefront', title: 'Storefront' },
  { name: 'platform', title: 'Platform' },
];

function person(login: string, name: string, team: string): SeedPerson {
  return { login, name, email: `${login}@acme.example`, team };
}

/** Author of a commit. Throws for somebody who is not there. */
export function authorOf(login: string): { name: string; email: string } {
  const found = people.find(each => each.login === login);
  if (!found) throw new Error(`nobody is called ${login}`);
  return { name: found.name, email: found.email };
}
