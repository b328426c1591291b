import type { ComponentChildren } from 'preact';
import type { Session } from '../../../src/mixing/session.js';
import { createMix } from '../api/endpoints.js';
import type { Job } from '../api/types.js';
import type { MixSettings } from '../state/mix-settings.js';
import type { MixStems } from '../state/use-mix-stems.js';
import { useGenerate } from '../state/use-generate.js';
import { usePageHeading } from '../state/use-page-heading.js';
import { AutomaticMix } from './automatic-mix.js';
import { Choice } from './choice.js';
import { FormatField } from './format-field.js';
import { Hero } from './hero.js';
import { MixDesk } from './mix-desk.js';
import { SessionPanel } from './session-panel.js';
import { StemPicker } from './stem-picker.js';
import { Step } from './step.js';

interface MixPageProps {
  stems: MixStems;
  /** Of these stems, in their order. */
  session: Session;
  settings: MixSettings;
  jobs: readonly Job[];
  history: ComponentChildren;
  onSession: (session: Session) => void;
  onSettings: (settings: MixSettings) => void;
  onStarted: (job: Job) => void;
}

const manners = [
  { id: 'automatic', title: 'Let Canto mix' },
  { id: 'hand', title: 'Mix by hand' },
] as const;

/** Where a mix is prepared: stems, and either a preset or faders. */
export function MixPage(props: MixPageProps) {
  const { stems: desk, session, settings, history } = props;
  const { stems } = desk;
  const heading = usePageHeading('Mix – Canto');
  const generation = useGenerate(props.onStarted, [stems, session, settings]);
  const change = (changes: Partial<MixSettings>) => props.onSettings({ ...settings, ...changes });
  const byHand = settings.manner === 'hand';
  return (
    <>
      <div class="work">
        <Hero note="Canto balances your stems like an engineer, or lets you do it and hear each move at once. Nothing leaves this machine.">
          <h1 tabIndex={-1} ref={heading}>
            Your stems. <em>One mix.</em>
          </h1>
        </Hero>
        <Step number={1} title="Stems">
          <StemPicker stems={desk} jobs={props.jobs} />
        </Step>
        <Step number={2} title="Mix">
          <Choice
            label="Who mixes"
            options={manners}
            value={settings.manner}
            onChange={(manner) => change({ manner })}
          />
          {!byHand && <AutomaticMix settings={settings} onChange={change} />}
          {byHand && stems.length === 0 && <p class="muted">The desk opens with the first stem.</p>}
          {byHand && stems.length > 0 && (
            <MixDesk stems={stems} session={session} onSession={props.onSession} />
          )}
        </Step>
        <Step number={3} title="File">
          <div class="fields">
            <FormatField value={settings.format} onChange={(format) => change({ format })} />
          </div>
        </Step>
      </div>
      <div class="side">
        <SessionPanel
          action="Mix"
          subject={stems.length === 1 ? 'One stem' : `${stems.length} stems`}
          note={stems.length === 0 ? 'Bring some stems first.' : 'Most mixes take a few seconds.'}
          generation={generation}
          request={
            stems.length === 0 ? undefined : () => createMix(mixRequest(desk, session, settings))
          }
        >
          {byHand ? 'mixed as the desk says' : `mixed by Canto, ${settings.preset}`}
        </SessionPanel>
        {history}
      </div>
    </>
  );
}

function mixRequest({ stems }: MixStems, session: Session, settings: MixSettings) {
  const { manner, preset, amount, format } = settings;
  return {
    stems: session.tracks.map(({ name, role }, t) => ({
      name,
      role,
      source: { upload: stems[t].upload.id },
    })),
    format,
    ...(manner === 'hand' ? { session } : { preset, amount }),
  };
}
