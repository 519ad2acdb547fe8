import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Radio,
  RadioGroup,
} from '@backstage/ui';
import {
  ServiceDeployments,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { useState } from 'react';
import { enumerate } from '../../text/enumerate';
import { skippedEnvironments } from '../../text/skippedEnvironments';
import { ExplainedButton } from '../ui/ExplainedButton';
import { PlanDialog } from './PlanDialog';
import styles from './PromoteForm.module.css';

/** Brings a version from any other environment, past those between. Asks from where, then shows the plan. */
export function HotfixDialog(props: {
  service: ServiceDeployments;
  to: string;
  titleOf: (environment: string) => string;
  onClose: () => void;
}) {
  const { service, to, titleOf, onClose } = props;
  const [from, setFrom] = useState('');
  const [isChosen, setChosen] = useState(false);
  const environments = service.environments.map(item => item.environment);
  const skipped = from ? skippedEnvironments(environments, { from, to }) : [];
  const skippedTitles = enumerate(skipped.map(({ title }) => title));

  if (isChosen) {
    return (
      <PlanDialog
        title={`Hotfix from ${titleOf(from)} to ${titleOf(to)}`}
        intro={
          skippedTitles && (
            <p>
              Skips <strong>{skippedTitles}</strong>, which will lack it until
              it is back-filled.
            </p>
          )
        }
        change={{
          type: 'promotion',
          request: { entityRef: service.entityRef, from, to, skip: true },
        }}
        titleOf={titleOf}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog isOpen onOpenChange={isOpen => !isOpen && onClose()} width={520}>
      <DialogHeader>Hotfix to {titleOf(to)}</DialogHeader>
      <DialogBody>
        <div className={styles.body}>
          <p>
            A hotfix skips environments; they are shown as lacking it until they
            have it, too. Automatic promotion to {titleOf(to)} is held
            afterwards, so that nothing older takes its place.
          </p>
          <RadioGroup
            label="Bring the version of"
            value={from}
            onChange={setFrom}
          >
            {sourcesOf(service, to).map(({ name, title, version }) => (
              <Radio key={name} value={name}>
                {title}: {version}
              </Radio>
            ))}
          </RadioGroup>
          <p role="status">{skippedTitles && `Skips ${skippedTitles}.`}</p>
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" size="small" onPress={onClose}>
          Cancel
        </Button>
        <ExplainedButton
          variant="primary"
          allowance={
            from
              ? { allowed: true }
              : { allowed: false, why: 'Choose where the version is.' }
          }
          onPress={() => setChosen(true)}
        >
          Show the diff
        </ExplainedButton>
      </DialogFooter>
    </Dialog>
  );
}

function sourcesOf(service: ServiceDeployments, to: string) {
  return service.environments
    .filter(item => item.environment.name !== to && item.targets.length > 0)
    .map(({ environment, targets }) => ({
      name: environment.name,
      title: environment.title,
      version: enumerate([
        ...new Set(
          targets.map(
            ({ status }) => versionLabel(status.version) || 'unknown version',
          ),
        ),
      ]),
    }));
}
