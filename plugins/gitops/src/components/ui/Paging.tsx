import { TablePagination } from '@backstage/ui';

const size = 50;

/** A part of a long list. */
export interface Page {
  number: number;
  start: number;
  end: number;
  total: number;
}

/** The page of that number, or the last one where there are fewer. */
export function pageOf(number: string | null, total: number): Page {
  const last = Math.max(0, Math.ceil(total / size) - 1);
  const wanted = Number.parseInt(number ?? '0', 10);
  const at = Number.isNaN(wanted) ? 0 : Math.min(Math.max(wanted, 0), last);
  return {
    number: at,
    start: at * size,
    end: Math.min(total, (at + 1) * size),
    total,
  };
}

/** Forth and back through a list that has more than one page. */
export function Paging(props: {
  page: Page;
  onPage: (number: number) => void;
}) {
  const { page, onPage } = props;
  if (page.total <= size) return null;
  return (
    <TablePagination
      pageSize={size}
      offset={page.start}
      totalCount={page.total}
      showPageSizeOptions={false}
      hasPreviousPage={page.number > 0}
      hasNextPage={page.end < page.total}
      onPreviousPage={() => onPage(page.number - 1)}
      onNextPage={() => onPage(page.number + 1)}
    />
  );
}
