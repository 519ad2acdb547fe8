import { VisuallyHidden } from '@backstage/ui';
import { useEffect, useRef, useState } from 'react';

/**
 * Tells a screen reader what has changed since the last render. `facts` are sentences by subject: only those of
 * which the wording changed are read, and none the first time.
 */
export function LiveRegion(props: { facts: Record<string, string> }) {
  const known = useRef<Record<string, string>>();
  const [news, setNews] = useState('');
  const { facts } = props;

  useEffect(() => {
    const before = known.current;
    known.current = facts;
    if (!before) return;
    const changed = Object.keys(facts).filter(
      key => before[key] !== facts[key],
    );
    if (changed.length > 0) setNews(changed.map(key => facts[key]).join(' '));
  }, [facts]);

  return (
    <VisuallyHidden>
      <span role="status" aria-live="polite">
        {news}
      </span>
    </VisuallyHidden>
  );
}
