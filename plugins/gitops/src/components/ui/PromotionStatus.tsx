import { PromotionState } from '@fairlead/backstage-plugin-gitops-common';
import { promotionStates } from '../../text/promotionWords';
import { Status } from './Status';

/** Where a promotion stands. */
export function PromotionStatus(props: { state: PromotionState }) {
  const { word, tone, means } = promotionStates[props.state];
  return <Status tone={tone} word={word} title={means} />;
}
