import { nearest } from '../mistakes';
import { text } from '../readSection';

/** What may stand in the title and body of a pull request. */
export const placeholders = [
  'service',
  'version',
  'from',
  'to',
  'reason',
  'requester',
];

/** A template of a pull request's words. */
export const words = text.superRefine((template, context) => {
  for (const [, name] of template.matchAll(/\{(\w+)\}/g)) {
    if (placeholders.includes(name)) continue;
    const near = nearest(name, placeholders);
    context.addIssue(
      near
        ? `has the unknown placeholder {${name}}: did you mean {${near}}?`
        : `has the unknown placeholder {${name}}: known are ${placeholders.map(each => `{${each}}`).join(', ')}.`,
    );
  }
});
