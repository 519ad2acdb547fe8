import { Promotion } from '@fairlead/backstage-plugin-gitops-common';
import {
  RiArrowGoBackLine,
  RiFireLine,
  RiRobot2Line,
  RiStackLine,
  RiTimeLine,
  RemixiconComponentType,
} from '@remixicon/react';
import { promotionMarks } from '../../text/kindWords';
import { Status } from './Status';

const icons: Record<string, RemixiconComponentType> = {
  Rollback: RiArrowGoBackLine,
  Hotfix: RiFireLine,
  'Back-fill': RiTimeLine,
  Automatic: RiRobot2Line,
};

/** What is unusual in a promotion, each as a badge. */
export function PromotionMarks(props: {
  promotion: Pick<Promotion, 'kind' | 'automatic' | 'wave'>;
}) {
  return (
    <>
      {promotionMarks(props.promotion).map(({ word, tone, means }) => (
        <Status
          key={word}
          tone={tone}
          word={word}
          title={means}
          icon={icons[word] ?? RiStackLine}
        />
      ))}
    </>
  );
}
