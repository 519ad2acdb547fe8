import { Link } from '@backstage/ui';
import { ReactNode } from 'react';

/** A link that leaves the portal, in a new tab. */
export function ExternalLink(props: {
  href: string;
  children: ReactNode;
  className?: string;
  label?: string;
  title?: string;
}) {
  const { href, children, className, label, title } = props;
  return (
    <Link
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      className={className}
      aria-label={label && `${label} (opens in a new tab)`}
      title={title}
    >
      {children}
    </Link>
  );
}
