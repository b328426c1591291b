import { STEM_NAMES, type StemCount } from '../../../src/separation/separator.js';
import { createSeparation } from '../api/endpoints.js';
import type { Separator } from '../api/types.js';
import {
  fittingSeparators,
  separatorFor,
  type SeparationSettings,
} from '../state/separation-settings.js';
import { useGenerate } from '../state/use-generate.js';
import { usePageHeading } from '../state/use-page-heading.js';
import type { DeskProps } from './desk-props.js';
import { FormatField } from './format-field.js';
import { Hero } from './hero.js';
import { SeparatorField } from './separator-field.js';
import { SessionPanel, songNote } from './session-panel.js';
import { SourcePicker } from './source-picker.js';
import { StemCard } from './stem-card.js';
import { Step } from './step.js';

interface SeparationPageProps extends DeskProps<SeparationSettings> {
  /** None until they are known. */
  separators: Separator[];
}

const stemCounts: readonly StemCount[] = [2, 4];

/** Where a separation is prepared: song, stems, files. */
export function SeparationPage(props: SeparationPageProps) {
  const { song, limits, settings, separators, history } = props;
  const heading = usePageHeading('Separate – Canto');
  const generation = useGenerate(props.onStarted, [song, settings]);
  const change = (changes: Partial<SeparationSettings>) =>
    props.onSettings({ ...settings, ...changes });
  const separator = separatorFor(settings, separators);
  const fitting = fittingSeparators(settings.stems, separators);
  return (
    <>
      <div class="work">
        <Hero note="Canto takes a song apart into its stems, to hear one by one, to mix anew, or to take away. Nothing leaves this machine.">
          <h1 tabIndex={-1} ref={heading}>
            One song. <em>All its parts.</em>
          </h1>
        </Hero>
        <Step number={1} title="Song">
          <SourcePicker
            song={song}
            limits={limits && { ...limits, maxDurationSeconds: limits.maxSeparationSeconds }}
            onSong={props.onSong}
          />
        </Step>
        <Step number={2} title="Stems">
          <fieldset class="stem-cards">
            <legend class="visually-hidden">Stems</legend>
            {stemCounts.map((stems) => (
              <StemCard
                key={stems}
                stems={STEM_NAMES[stems]}
                chosen={settings.stems === stems}
                refusal={refusalOf(stems, separators)}
                onChoose={() => change({ stems })}
              />
            ))}
          </fieldset>
        </Step>
        <Step number={3} title="Files">
          <div class="fields">
            <FormatField value={settings.format} onChange={(format) => change({ format })} />
            {fitting.length > 1 && (
              <SeparatorField
                separators={fitting}
                value={separator}
                onChange={(id) => change({ separator: id })}
              />
            )}
          </div>
        </Step>
      </div>
      <div class="side">
        <SessionPanel
          action="Separate"
          subject={song.name}
          note={songNote(song)}
          generation={generation}
          request={() =>
            createSeparation({
              source: song.source,
              ...settings,
              separator: separator === separators.at(0)?.id ? undefined : separator,
            })
          }
        >
          taken apart into <b>{settings.stems} stems</b>
        </SessionPanel>
        {history}
      </div>
    </>
  );
}

function refusalOf(stems: StemCount, separators: Separator[]): string | undefined {
  if (separators.length === 0 || fittingSeparators(stems, separators).length > 0) return undefined;
  return `No engine that is here makes ${stems} stems.`;
}
