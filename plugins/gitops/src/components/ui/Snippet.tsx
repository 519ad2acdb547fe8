import { Button } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useState } from 'react';
import { ScrollArea } from './ScrollArea';
import styles from './Snippet.module.css';

/** Text to be copied into a file. */
export function Snippet(props: { text: string; label: string }) {
  const { text, label } = props;
  const [copied, setCopied] = useState<boolean>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // Browsers refuse without https; the text can still be selected.
      setCopied(false);
    }
  };
  return (
    <div className={styles.root}>
      <ScrollArea label={label}>
        <pre className={styles.text}>
          <code>{text}</code>
        </pre>
      </ScrollArea>
      <div className={styles.copy}>
        <Button
          size="small"
          variant="secondary"
          iconStart={copied ? <RiCheckLine /> : <RiFileCopyLine />}
          onPress={copy}
        >
          {copied ? 'Copied' : 'Copy'}
        </Button>
        <span role="status" className={styles.outcome}>
          {copied === false &&
            'The browser does not let this page copy. Select the text instead.'}
        </span>
      </div>
    </div>
  );
}
