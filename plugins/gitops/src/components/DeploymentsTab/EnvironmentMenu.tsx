import {
  ButtonIcon,
  Menu,
  MenuItem,
  MenuSeparator,
  MenuTrigger,
} from '@backstage/ui';
import {
  Allowance,
  ServiceEnvironment,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  RiArrowGoBackLine,
  RiFireLine,
  RiHistoryLine,
  RiMore2Line,
  RemixiconComponentType,
} from '@remixicon/react';
import { restrictionKinds } from '../../text/restrictionWords';
import { ActionText } from '../ui/ActionText';
import { restrictionIcons } from '../ui/restrictionIcons';
import { EnvironmentTask } from './environmentTask';

/** What can be done with an environment of a service, and its history. */
export function EnvironmentMenu(props: {
  item: ServiceEnvironment;
  onTask: (task: EnvironmentTask) => void;
}) {
  const { item, onTask } = props;
  const { allowances, environment } = item;
  const restrict = [
    ['freeze', allowances.freeze],
    ['hold', allowances.hold],
    ['pin', allowances.hold],
    ['veto', allowances.veto],
  ] as const;
  const entry = (options: {
    word: string;
    icon: RemixiconComponentType;
    allowance: Allowance;
    task: EnvironmentTask;
  }) => {
    const { word, icon: Icon, allowance, task } = options;
    return (
      <MenuItem
        key={word}
        iconStart={<Icon />}
        textValue={word}
        onAction={() => allowance.allowed && onTask(task)}
      >
        <ActionText word={word} allowance={allowance} />
      </MenuItem>
    );
  };
  return (
    <MenuTrigger>
      <ButtonIcon
        size="small"
        variant="tertiary"
        icon={<RiMore2Line />}
        aria-label={`Actions for ${environment.title}`}
      />
      <Menu placement="bottom end">
        {entry({
          word: 'History',
          icon: RiHistoryLine,
          allowance: { allowed: true },
          task: { type: 'history' },
        })}
        <MenuSeparator />
        {restrict.map(([kind, allowance]) =>
          entry({
            word: `${restrictionKinds[kind].ask}…`,
            icon: restrictionIcons[kind],
            allowance,
            task: { type: 'restrict', kind },
          }),
        )}
        <MenuSeparator />
        {entry({
          word: 'Hotfix here…',
          icon: RiFireLine,
          allowance: allowances.skip,
          task: { type: 'hotfix' },
        })}
        {entry({
          word: 'Roll back…',
          icon: RiArrowGoBackLine,
          allowance: allowances.rollback,
          task: { type: 'rollback' },
        })}
      </Menu>
    </MenuTrigger>
  );
}
