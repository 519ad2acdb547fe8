import { PlanDialog } from './PlanDialog';

/** Promotes what one environment runs to the next. */
export function PromoteDialog(props: {
  entityRef: string;
  from: string;
  to: string;
  titleOf: (environment: string) => string;
  onClose: () => void;
}) {
  const { entityRef, from, to, titleOf, onClose } = props;
  return (
    <PlanDialog
      title={`Promote from ${titleOf(from)} to ${titleOf(to)}`}
      change={{ type: 'promotion', request: { entityRef, from, to } }}
      titleOf={titleOf}
      onClose={onClose}
    />
  );
}
