import {
  Allowance,
  GateStatus,
  isEnded,
  isPassed,
  Promotion,
} from '@fairlead/backstage-plugin-gitops-common';
import { Button } from '@backstage/ui';
import { useState } from 'react';
import { ExplainedButton } from '../ui/ExplainedButton';
import { GateList } from '../ui/GateList';
import { OverrideDialog } from './OverrideDialog';
import { Section } from './Section';

/** What a promotion has to pass, and the way past it. */
export function Gates(props: { promotion: Promotion; override: Allowance }) {
  const { promotion, override } = props;
  const [asked, setAsked] = useState<GateStatus>();
  const { gates } = promotion;
  if (gates.length === 0) return null;

  const isOpen = !isEnded(promotion.state);
  const holdsUp = (gate: GateStatus) => isOpen && !isPassed(gate);
  return (
    <Section title="Gates">
      <GateList
        gates={gates}
        actionOf={gate =>
          override.allowed &&
          holdsUp(gate) && (
            <Button
              size="small"
              variant="tertiary"
              aria-label={`Override ${gate.title}`}
              onPress={() => setAsked(gate)}
            >
              Override…
            </Button>
          )
        }
      />
      {!override.allowed && gates.some(holdsUp) && (
        <ExplainedButton
          variant="secondary"
          allowance={override}
          onPress={() => {}}
        >
          Override a gate
        </ExplainedButton>
      )}
      {asked && (
        <OverrideDialog
          promotion={promotion}
          gate={asked}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Section>
  );
}
