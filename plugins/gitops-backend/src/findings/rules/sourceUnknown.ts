import { textRule } from '../textRule';

/** The portal can't see the object that says where a target is defined. */
export const sourceUnknown = textRule({
  id: 'source-unknown',
  engineOnly: true,
  pattern:
    /was not found, or the portal may not read it, so it is not known where/i,
  meaning: () => ({
    title: 'It is not known where it is defined',
    meaning:
      'The object that names the repository is not there, or the portal may not read it, so nothing can be promoted here.',
    remedy:
      'See whether the source exists; if it does, give the portal the right to list and watch sources on that cluster.',
    severity: 'warning',
  }),
});
