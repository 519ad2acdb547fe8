import { Link } from '@backstage/ui';
import {
  isEnded,
  Promotion,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { useMemo } from 'react';
import { usePromotions } from '../../data/usePromotions';
import { GitopsLinks, useGitopsLinks } from '../../routing/GitopsLinks';
import { useQueryState } from '../../routing/useQueryState';
import { entityName } from '../../text/entityName';
import { promotionMarks } from '../../text/kindWords';
import { promotionStates } from '../../text/promotionWords';
import { DataTable } from '../ui/DataTable';
import { EmptyNotice } from '../ui/EmptyNotice';
import { ErrorNotice } from '../ui/ErrorNotice';
import { ExternalLink } from '../ui/ExternalLink';
import { FilterSelect } from '../ui/FilterSelect';
import { FilterText } from '../ui/FilterText';
import { pageOf, Paging } from '../ui/Paging';
import { PromotionMarks } from '../ui/PromotionMarks';
import { PromotionStatus } from '../ui/PromotionStatus';
import { RelativeTime } from '../ui/RelativeTime';
import { TableSkeleton } from '../ui/TableSkeleton';
import styles from './PromotionsPage.module.css';

/** Promotions under way and those that ended lately, of all services. */
export function PromotionsPage() {
  const promotions = usePromotions();
  const { query, setQuery } = useQueryState();
  const links = useGitopsLinks();
  const { data, error } = promotions;
  const text = query.get('q') ?? '';
  const state = query.get('state') ?? '';

  const shown = useMemo(
    () =>
      (data?.promotions ?? []).filter(item =>
        matches(item, { text, state, titles: data?.titles ?? {} }),
      ),
    [data, text, state],
  );
  const page = pageOf(query.get('page'), shown.length);

  return (
    <div className={styles.page}>
      {error && (
        <ErrorNotice
          error={error}
          shownSince={data && promotions.updatedAt}
          onRetry={promotions.refetch}
          isRetrying={promotions.isRefreshing}
        />
      )}
      {promotions.isLoading && <TableSkeleton label="Loading promotions" />}
      {data?.promotions.length === 0 && (
        <EmptyNotice title="No promotions yet">
          <p>
            Open a service’s Deployments tab and promote a version to its next
            environment.
          </p>
        </EmptyNotice>
      )}
      {data && data.promotions.length > 0 && (
        <>
          <div
            role="search"
            aria-label="Filter promotions"
            className={styles.filters}
          >
            <FilterText
              label="Search"
              placeholder="Service, version, person or reason"
              value={text}
              onChange={q => setQuery({ q, page: '' })}
            />
            <FilterSelect
              label="State"
              value={state}
              options={[
                { id: 'active', label: 'Under way' },
                { id: 'ended', label: 'Ended' },
                { id: 'unsuccessful', label: 'Failed or errored' },
              ]}
              onChange={chosen => setQuery({ state: chosen, page: '' })}
            />
          </div>
          {shown.length === 0 ? (
            <EmptyNotice title="No promotion matches these filters" />
          ) : (
            <DataTable
              label="Promotions"
              columns={[
                'Promotion',
                'Version',
                'State',
                'Pull request',
                'Asked for by',
                'When',
              ]}
              rows={shown.slice(page.start, page.end).map(item => ({
                key: item.id,
                cells: cellsOf(item, { links, titles: data.titles }),
              }))}
            />
          )}
          <Paging
            page={page}
            onPage={number => setQuery({ page: `${number || ''}` })}
          />
        </>
      )}
    </div>
  );
}

function cellsOf(
  promotion: Promotion,
  options: { links: GitopsLinks; titles: Record<string, string> },
) {
  const { id, plan, pullRequest } = promotion;
  const { links, titles } = options;
  const from = titles[promotion.from] ?? promotion.from;
  const to = titles[promotion.to] ?? promotion.to;
  const way = from === to ? to : `${from} → ${to}`;
  const title = `${entityName(promotion.entityRef)}: ${way}`;
  const href = links.promotion(id);
  return [
    href ? (
      <Link key="title" href={href}>
        {title}
      </Link>
    ) : (
      title
    ),
    `${versionLabel(plan.fromVersion) || '?'} → ${versionLabel(plan.toVersion) || '?'}`,
    <div key="state" className={styles.state}>
      <span className={styles.marks}>
        <PromotionStatus state={promotion.state} />
        <PromotionMarks promotion={promotion} />
      </span>
      {!isEnded(promotion.state) && (
        <span className={styles.message}>{promotion.message}</span>
      )}
    </div>,
    pullRequest && (
      <ExternalLink
        key="pull-request"
        href={pullRequest.url}
        label={`Pull request ${pullRequest.number}`}
      >
        #{pullRequest.number}
      </ExternalLink>
    ),
    promotion.automatic ? 'Fairlead' : entityName(promotion.requestedBy),
    <RelativeTime key="when" at={promotion.createdAt} />,
  ];
}

function matches(
  promotion: Promotion,
  filter: { text: string; state: string; titles: Record<string, string> },
): boolean {
  const { state } = promotion;
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const searched = [
    promotion.entityRef,
    promotion.from,
    promotion.to,
    filter.titles[promotion.from],
    filter.titles[promotion.to],
    versionLabel(promotion.plan.toVersion),
    promotion.requestedBy,
    promotion.reason,
    promotionStates[state].word,
    ...promotionMarks(promotion).map(({ word }) => word),
    `#${promotion.pullRequest?.number}`,
  ]
    .join(' ')
    .toLowerCase();
  return (
    words.every(word => searched.includes(word)) &&
    (filter.state !== 'active' || !isEnded(state)) &&
    (filter.state !== 'ended' || isEnded(state)) &&
    (filter.state !== 'unsuccessful' ||
      state === 'failed' ||
      state === 'errored')
  );
}
