import { ButtonIcon, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import {
  Allowance,
  RolloutActionId,
  RolloutStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { RiMore2Line } from '@remixicon/react';
import { rolloutActions } from '../../text/rolloutActionWords';
import { ActionText } from '../ui/ActionText';
import { ExplainedButton } from '../ui/ExplainedButton';
import { rolloutActionIcons } from './rolloutActionIcons';
import styles from './RolloutActions.module.css';

const order: RolloutActionId[] = [
  'promote',
  'promote-full',
  'resume',
  'pause',
  'retry',
  'abort',
  'restart',
];

/**
 * What a person may ask of the controller. What its state allows stands as buttons; what it does not allow now, and
 * why, in a menu beside them.
 */
export function RolloutActions(props: {
  rollout: RolloutStatus;
  allowances: Record<RolloutActionId, Allowance>;
  onAction: (action: RolloutActionId) => void;
}) {
  const { rollout, allowances, onAction } = props;
  const offered = order.flatMap(
    id => rollout.actions.find(({ action }) => action === id) ?? [],
  );
  const possible = offered.filter(({ why }) => !why);
  const later = offered.filter(({ why }) => why);
  if (offered.length === 0) return null;
  return (
    <div className={styles.actions}>
      {possible.map(({ action }, index) => {
        const Icon = rolloutActionIcons[action];
        return (
          <ExplainedButton
            key={action}
            variant={
              index === 0 && action === 'promote' ? 'primary' : 'secondary'
            }
            iconStart={<Icon aria-hidden="true" />}
            allowance={allowances[action]}
            onPress={() => onAction(action)}
          >
            {rolloutActions[action].word}
          </ExplainedButton>
        );
      })}
      {later.length > 0 && (
        <MenuTrigger>
          <ButtonIcon
            size="small"
            variant="tertiary"
            icon={<RiMore2Line />}
            aria-label={`Not possible now for rollout ${rollout.object.name}`}
          />
          <Menu placement="bottom end">
            {later.map(({ action, why }) => {
              const Icon = rolloutActionIcons[action];
              const { word } = rolloutActions[action];
              return (
                <MenuItem key={action} iconStart={<Icon />} textValue={word}>
                  <ActionText word={word} allowance={{ allowed: false, why }} />
                </MenuItem>
              );
            })}
          </Menu>
        </MenuTrigger>
      )}
    </div>
  );
}
