import {
  RiGitCommitLine,
  RiHeartPulseLine,
  RiPauseCircleLine,
  RiQuestionLine,
  RiRefreshLine,
  RiUploadCloud2Line,
  RemixiconComponentType,
  RiGhostLine,
  RiHeartLine,
} from '@remixicon/react';
import { Tone } from '../../text/promotionWords';
import { Status } from './Status';

type Look = { tone: Tone; icon: RemixiconComponentType };

const healthLooks: Record<string, Look> = {
  Healthy: { tone: 'positive', icon: RiHeartLine },
  Progressing: { tone: 'active', icon: RiHeartPulseLine },
  Degraded: { tone: 'negative', icon: RiHeartPulseLine },
  Suspended: { tone: 'neutral', icon: RiPauseCircleLine },
  Missing: { tone: 'warning', icon: RiGhostLine },
};

const syncLooks: Record<string, Look> = {
  Synced: { tone: 'positive', icon: RiGitCommitLine },
  OutOfSync: { tone: 'warning', icon: RiRefreshLine },
  Pushed: { tone: 'neutral', icon: RiUploadCloud2Line },
};

const unknown: Look = { tone: 'neutral', icon: RiQuestionLine };

/** The engine's word on whether what runs is well. */
export function Health(props: { status: string; title?: string }) {
  const look = healthLooks[props.status] ?? unknown;
  return (
    <Status
      {...look}
      word={props.status === 'Unknown' ? 'Health unknown' : props.status}
      title={props.title ?? 'Health, as the engine sees it'}
    />
  );
}

/** The engine's word on whether what runs is what Git says; `Pushed` where no engine compares the two. */
export function Sync(props: { status: string; title?: string }) {
  const look = syncLooks[props.status] ?? unknown;
  return (
    <Status
      {...look}
      word={props.status === 'Unknown' ? 'Sync unknown' : props.status}
      title={props.title ?? 'Whether the cluster holds what Git says'}
    />
  );
}
