import { Alert } from '@backstage/ui';
import { ReactNode } from 'react';

/** What can't be understood in the annotations of the entity. */
export function AnnotationProblems(props: { problems: string[] }): ReactNode {
  return props.problems.map(problem => (
    <Alert
      key={problem}
      status="warning"
      icon
      title="An annotation in catalog-info.yaml can’t be understood"
      description={problem}
    />
  ));
}
