import { Select } from '@backstage/ui';
import {
  RestrictionKind,
  ServiceDeployments,
} from '@fairlead/backstage-plugin-gitops-common';
import { useState } from 'react';
import { useRestrict } from '../../data/useRestrictions';
import { entityName } from '../../text/entityName';
import { knownVersions } from '../../text/knownVersions';
import { restrictionKinds } from '../../text/restrictionWords';
import { EndField } from '../ui/EndField';
import { ReasonDialog } from '../ui/ReasonDialog';
import { useEndTime } from './useEndTime';

/** Freezes, holds or pins one service in one environment, or vetoes a version there. */
export function RestrictDialog(props: {
  service: ServiceDeployments;
  environment: string;
  kind: RestrictionKind;
  titleOf: (environment: string) => string;
  onClose: () => void;
}) {
  const { service, environment, kind, titleOf, onClose } = props;
  const { entityRef } = service;
  const restrict = useRestrict();
  const end = useEndTime();
  const needsVersion = kind === 'pin' || kind === 'veto';
  const versions = needsVersion ? knownVersions(service, environment) : [];
  const [chosen, setChosen] = useState(versions[0]?.key ?? '');
  const version = versions.find(({ key }) => key === chosen)?.version;
  const words = restrictionKinds[kind];

  return (
    <ReasonDialog
      title={`${words.ask}: ${entityName(entityRef)} in ${titleOf(environment)}`}
      confirm={words.ask}
      isDestructive={kind === 'freeze' || kind === 'veto'}
      allowance={
        needsVersion && !version
          ? { allowed: false, why: 'No version is known that it could be.' }
          : { allowed: true }
      }
      hint="Everybody who is held up by it reads this."
      check={end.check}
      isPending={restrict.isPending}
      error={restrict.error}
      onConfirm={reason =>
        restrict.mutate(
          {
            kind,
            scope: { entityRef, environment },
            reason,
            ...(version && { version }),
            ...end.request(),
          },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      <p>{words.means}</p>
      {versions.length > 0 && (
        <Select
          label="Version"
          options={versions.map(({ key, label }) => ({ id: key, label }))}
          value={chosen}
          onChange={key => setChosen(String(key ?? ''))}
        />
      )}
      <EndField {...end.field} />
    </ReasonDialog>
  );
}
