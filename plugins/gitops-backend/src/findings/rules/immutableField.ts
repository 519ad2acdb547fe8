import { textRule } from '../textRule';

/** A field is to change that Kubernetes lets nobody change. */
export const immutableField = textRule({
  id: 'immutable-field',
  pattern:
    /(?:([\w.[\]]+): )?(?:Invalid value: [\s\S]{0,2000}?)?field is immutable|updates to statefulset spec for fields other than|may not change once set|is immutable after creation|cannot change the (?:spec|roleRef)|cannot change roleRef/i,
  meaning: ([, field]) => ({
    title: field
      ? `The field ${field} can't be changed`
      : "A field that can't be changed was changed",
    meaning:
      'What Git says changes a field of a resource that is there already, and Kubernetes fixes that field when the resource is made.',
    remedy:
      'Set the field back in Git, or have the resource made anew: delete it once the consequences are clear, or give it another name. Argo CD does that with the sync option Replace=true,Force=true, Flux with spec.force.',
  }),
});
