import {
  ButtonIcon,
  Menu,
  MenuItem,
  MenuSeparator,
  MenuTrigger,
} from '@backstage/ui';
import { Allowance, Target } from '@fairlead/backstage-plugin-gitops-common';
import {
  RiExternalLinkLine,
  RiFileEditLine,
  RiGitBranchLine,
  RiLoopRightLine,
  RiMore2Line,
  RiNodeTree,
  RiPauseLine,
  RiPlayLine,
  RiRefreshLine,
  RemixiconComponentType,
} from '@remixicon/react';
import { TargetAction } from '../../data/useTargetAction';
import { sourcePage } from '../../text/sourceLink';
import { ActionText } from '../ui/ActionText';
import { TargetAllowances, TargetTask } from './targetTask';

const actionLooks: Record<
  TargetAction,
  {
    word: string;
    icon: RemixiconComponentType;
    needs: 'sync' | 'refresh' | 'suspend';
  }
> = {
  sync: { word: 'Sync…', icon: RiLoopRightLine, needs: 'sync' },
  refresh: { word: 'Refresh', icon: RiRefreshLine, needs: 'refresh' },
  suspend: { word: 'Suspend…', icon: RiPauseLine, needs: 'suspend' },
  resume: { word: 'Resume…', icon: RiPlayLine, needs: 'suspend' },
};

const lookLooks = [
  { task: 'resources', word: 'Resources', icon: RiNodeTree },
  { task: 'drift', word: 'Drift', icon: RiFileEditLine },
] as const;

/** What can be done with one target, and where else it can be looked at. */
export function TargetMenu(props: {
  target: Target;
  allowances: TargetAllowances;
  onTask: (task: TargetTask) => void;
}) {
  const { target, allowances, onTask } = props;
  const { actions = ['sync', 'refresh'], links, object } = target.status;
  const source = sourcePage(target);
  const entry = (options: {
    task: TargetTask;
    word: string;
    icon: RemixiconComponentType;
    allowance?: Allowance;
  }) => {
    const { task, word, icon: Icon, allowance = { allowed: true } } = options;
    return (
      <MenuItem
        key={task}
        iconStart={<Icon />}
        textValue={word.replace('…', '')}
        onAction={() => onTask(task)}
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
        aria-label={`Actions for ${object.name}`}
      />
      <Menu placement="bottom end">
        {lookLooks.map(entry)}
        {actions.length > 0 && <MenuSeparator />}
        {actions.map(action => {
          const { needs, ...look } = actionLooks[action];
          return entry({ task: action, ...look, allowance: allowances[needs] });
        })}
        {(source || links.length > 0) && <MenuSeparator />}
        {source && (
          <MenuItem
            iconStart={<RiGitBranchLine />}
            href={source.url}
            target="_blank"
            textValue={`Source in Git: ${source.title}`}
          >
            Source in Git: {source.title}
          </MenuItem>
        )}
        {links.map(link => (
          <MenuItem
            key={link.url}
            iconStart={<RiExternalLinkLine />}
            href={link.url}
            target="_blank"
            textValue={link.title}
          >
            {link.title}
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  );
}
