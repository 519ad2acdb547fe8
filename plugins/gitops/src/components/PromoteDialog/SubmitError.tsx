import { Alert, Button } from '@backstage/ui';
import { explainError, statusOf } from '../../data/explainError';
import { ErrorNotice } from '../ui/ErrorNotice';

/** Why a promotion was not opened. Nothing that was written is lost. */
export function SubmitError(props: {
  error: Error;
  isPlanning: boolean;
  onPlanAgain: () => void;
}) {
  const { error, isPlanning, onPlanAgain } = props;
  if (statusOf(error) !== 409) return <ErrorNotice error={error} />;
  return (
    <Alert
      role="alert"
      status="warning"
      icon
      title="Git or the environments have moved since this diff was made"
      description={`${explainError(error).message} No pull request was opened. Your reason is kept.`}
      customActions={
        <Button
          size="small"
          variant="secondary"
          isPending={isPlanning}
          onPress={onPlanAgain}
        >
          Show the new diff
        </Button>
      }
    />
  );
}
