import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { createClone } from '../api/endpoints.js';
import type { Job, Limits } from '../api/types.js';
import { useGenerate } from '../state/use-generate.js';
import { usePageHeading } from '../state/use-page-heading.js';
import { isUnusable, voicedSeconds, type Take, type Takes } from '../state/use-takes.js';
import { defaultConsent, ConsentFields, type Consent } from './consent-fields.js';
import { FailureCard } from './failure-card.js';
import { Hero } from './hero.js';
import { Step } from './step.js';
import { TakeList } from './take-list.js';
import { TakeRecorder } from './take-recorder.js';
import { TakeUpload } from './take-upload.js';

interface ClonePageProps {
  takes: Takes;
  limits: Limits | undefined;
  /** Beside the work. */
  history: ComponentChildren;
  onStarted: (job: Job) => void;
}

/** The server takes no voice of less. */
const leastSeconds = 2;
const leastConsent = 10;

/** Where a voice is cloned: recordings, name and consent. */
export function ClonePage({ takes, limits, history, onStarted }: ClonePageProps) {
  const heading = usePageHeading('Clone a voice – Canto');
  const [consent, setConsent] = useState<Consent>(defaultConsent);
  const generation = useGenerate(onStarted, [takes.takes, consent]);
  const missing = missingOf(takes.takes, consent);
  const clone = () =>
    createClone({
      recordings: takes.takes.map(({ file }) => file),
      name: consent.name.trim(),
      consent: consent.statement.trim(),
    }).then((job) => {
      takes.clear();
      return job;
    });
  return (
    <>
      <div class="work">
        <Hero note="Read a few sentences, sing a scale: from ten seconds on, Canto makes a voice of yours that can sing any song. The recordings are deleted once the voice is made; nothing leaves this machine.">
          <h1 tabIndex={-1} ref={heading}>
            Your voice. <em>Any song.</em>
          </h1>
        </Hero>
        <Step number={1} title="Record">
          <TakeRecorder count={takes.takes.length} onTake={(file) => takes.add([file])} />
          <TakeUpload limits={limits} onFiles={takes.add} />
          <TakeList takes={takes.takes} onRemove={takes.remove} />
        </Step>
        <Step number={2} title="Name and consent">
          <ConsentFields consent={consent} onChange={setConsent} />
        </Step>
      </div>
      <div class="side">
        <section class="session" aria-labelledby="session-title">
          <h2 id="session-title" class="visually-hidden">
            Clone
          </h2>
          {generation.failure && <FailureCard failure={generation.failure} />}
          <p class="session-sentence">
            <b class="session-song">{consent.name.trim() || 'A new voice'}</b>{' '}
            <span class="ellipsis">{amountInWords(takes.takes)}</span>
          </p>
          <button
            type="button"
            class="button button-primary"
            disabled={missing !== undefined || generation.sending}
            aria-describedby="session-note"
            onClick={() => void generation.generate(clone)}
          >
            {generation.sending ? 'Sending…' : 'Clone the voice'}
          </button>
          <p class="muted small session-note" id="session-note">
            {missing ?? 'It takes well under a minute.'}
          </p>
        </section>
        {history}
      </div>
    </>
  );
}

/** What is still to do; undefined when nothing is. */
function missingOf(takes: readonly Take[], consent: Consent): string | undefined {
  if (takes.length === 0) return 'Record or upload something first.';
  if (takes.some(isUnusable)) return 'Delete the takes that can’t be used, and record them again.';
  if (takes.some(({ report }) => !report)) return 'Canto is listening to the takes.';
  if (voicedSeconds(takes) < leastSeconds) return 'Record some seconds more.';
  if (!consent.name.trim()) return 'Give the voice a name.';
  if (consent.statement.trim().length < leastConsent) return 'Say that the voice may be cloned.';
  return consent.isTrue ? undefined : 'Confirm the consent.';
}

function amountInWords(takes: readonly Take[]): string {
  const seconds = Math.round(voicedSeconds(takes));
  const many = takes.length === 1 ? 'take' : 'takes';
  return `from ${takes.length} ${many}, ${seconds} s of voice`;
}
