import { Target } from '@fairlead/backstage-plugin-gitops-common';
import { TargetAction } from '../data/useTargetAction';
import { engineWords } from './engineWords';

/** What an action on a target is called, and what will happen, a paragraph each. */
export function targetActionWords(options: {
  action: TargetAction;
  target: Target;
}): { word: string; effects: string[] } {
  const { action, target } = options;
  const { object, engine } = target.status;
  const { title } = engineWords(engine);
  switch (action) {
    case 'sync':
      return {
        word: 'Sync',
        effects: [
          `The engine applies what Git says now to cluster ${object.cluster}. It changes nothing in Git, and no version that Git does not hold.`,
        ],
      };
    case 'refresh':
      return {
        word: 'Refresh',
        effects: [
          `The engine compares what runs on cluster ${object.cluster} with Git again. It changes nothing.`,
        ],
      };
    case 'suspend':
      return {
        word: 'Suspend',
        effects: [
          `${title} leaves this alone until somebody resumes it: what is merged is not deployed, and what is changed in the cluster stays.`,
          `This sets a field of the ${object.kind} in the cluster, not in Git. If Git declares that field, ${title} puts it back.`,
        ],
      };
    default:
      return {
        word: 'Resume',
        effects: [
          `${title} looks after this again, and deploys at once what was merged in the meantime.`,
        ],
      };
  }
}
