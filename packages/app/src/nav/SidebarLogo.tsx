import { Link, useSidebarOpenState } from '@backstage/core-components';
import styles from './SidebarLogo.module.css';

/** A rope guided through a ring, and the name while the sidebar is open. */
export function SidebarLogo() {
  const { isOpen } = useSidebarOpenState();
  return (
    <Link to="/" underline="none" className={styles.logo} aria-label="Home">
      <svg viewBox="0 0 32 32" className={styles.mark} aria-hidden="true">
        <circle cx="16" cy="16" r="10" className={styles.ring} />
        <path
          d="M2 23 C 10 23, 11 9, 16 16 S 22 9, 30 9"
          className={styles.rope}
        />
      </svg>
      {isOpen && <span className={styles.name}>Fairlead</span>}
    </Link>
  );
}
