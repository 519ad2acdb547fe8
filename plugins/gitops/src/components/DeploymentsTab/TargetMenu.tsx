import {
  ButtonIcon,
  Menu,
  MenuItem,
  MenuSeparator,
  MenuTrigger,
} from '@backstage/ui';
import {
  ServiceEnvironment,
  Target,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  RiExternalLinkLine,
  RiGitBranchLine,
  RiLoopRightLine,
  RiMore2Line,
  RiRefreshLine,
} from '@remixicon/react';
import { useState } from 'react';
import { TargetAction } from '../../data/useTargetAction';
import { sourcePage } from '../../text/sourceLink';
import { ActionText } from '../ui/ActionText';
import { TargetActionDialog } from './TargetActionDialog';

/** What the user may ask of a target's engine. */
export type TargetAllowances = Pick<
  ServiceEnvironment['allowances'],
  TargetAction
>;

/** What can be done with one target, and where else it can be looked at. */
export function TargetMenu(props: {
  target: Target;
  allowances: TargetAllowances;
}) {
  const { target, allowances } = props;
  const [asked, setAsked] = useState<TargetAction>();
  const source = sourcePage(target);
  return (
    <>
      <MenuTrigger>
        <ButtonIcon
          size="small"
          variant="tertiary"
          icon={<RiMore2Line />}
          aria-label={`Actions for ${target.status.object.name}`}
        />
        <Menu placement="bottom end">
          <MenuItem
            iconStart={<RiLoopRightLine />}
            textValue="Sync"
            onAction={() => setAsked('sync')}
          >
            <ActionText word="Sync…" allowance={allowances.sync} />
          </MenuItem>
          <MenuItem
            iconStart={<RiRefreshLine />}
            textValue="Refresh"
            onAction={() => setAsked('refresh')}
          >
            <ActionText word="Refresh" allowance={allowances.refresh} />
          </MenuItem>
          <MenuSeparator />
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
          {target.status.links.map(link => (
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
      {asked && (
        <TargetActionDialog
          target={target}
          action={asked}
          allowance={allowances[asked]}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
}
