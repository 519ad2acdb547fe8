import { useCallback, useMemo, useSyncExternalStore } from 'react';

const changed = 'fairlead-query-changed';

function subscribe(onChange: () => void) {
  window.addEventListener('popstate', onChange);
  window.addEventListener(changed, onChange);
  return () => {
    window.removeEventListener('popstate', onChange);
    window.removeEventListener(changed, onChange);
  };
}

/**
 * Values in the query of the address, so that a view can be sent to someone. Works with any router: it replaces the
 * address in place and keeps the state that the router has put into the history entry.
 */
export function useQueryState() {
  const search = useSyncExternalStore(subscribe, () => window.location.search);
  const query = useMemo(() => new URLSearchParams(search), [search]);

  const setQuery = useCallback((changes: Record<string, string>) => {
    const url = new URL(window.location.href);
    for (const [key, value] of Object.entries(changes)) {
      if (value) url.searchParams.set(key, value);
      else url.searchParams.delete(key);
    }
    window.history.replaceState(window.history.state, '', url);
    window.dispatchEvent(new Event(changed));
  }, []);

  return { query, setQuery };
}
