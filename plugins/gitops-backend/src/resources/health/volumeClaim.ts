import { health, HealthRule } from './Health';

/** A `PersistentVolumeClaim`. */
export const volumeClaimHealth: HealthRule = object => {
  switch (object.status?.phase) {
    case 'Bound':
      return health('Healthy');
    case 'Pending':
      return health('Progressing', 'No volume is bound to it yet');
    case 'Lost':
      return health('Degraded', 'Its volume is gone');
    default:
      return health('Unknown');
  }
};
