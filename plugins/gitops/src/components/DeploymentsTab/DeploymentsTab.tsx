import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { targetsOf, useService } from '../../data/useService';
import { ErrorNotice } from '../ui/ErrorNotice';
import { SourceProblems } from '../ui/SourceProblems';
import { AnnotationProblems } from './AnnotationProblems';
import { ConnectService } from './ConnectService';
import { Lane } from './Lane';
import { LaneSkeleton } from './LaneSkeleton';
import { PipelineProblems } from './PipelineProblems';
import { ServiceNews } from './ServiceNews';
import { UnassignedTargets } from './UnassignedTargets';
import styles from './DeploymentsTab.module.css';

/** The environments of a service as a lane, with what runs in each and what can be done. */
export function DeploymentsTab() {
  const { entity } = useEntity();
  const service = useService(stringifyEntityRef(entity));
  const { data, error } = service;

  if (!data) {
    return error ? (
      <ErrorNotice
        error={error}
        onRetry={service.refetch}
        isRetrying={service.isRefreshing}
      />
    ) : (
      <LaneSkeleton />
    );
  }
  const isEmpty = targetsOf(data).length === 0;
  return (
    <div className={styles.root}>
      <ServiceNews service={data} />
      {error && (
        <ErrorNotice
          error={error}
          shownSince={service.updatedAt}
          onRetry={service.refetch}
          isRetrying={service.isRefreshing}
        />
      )}
      <AnnotationProblems problems={data.annotationProblems} />
      <PipelineProblems problems={data.pipelineProblems} />
      <SourceProblems problems={data.problems} />
      {isEmpty && <ConnectService entity={entity} service={data} />}
      {!isEmpty && <Lane service={data} />}
      {data.unassigned.length > 0 && (
        <UnassignedTargets targets={data.unassigned} />
      )}
    </div>
  );
}
