import { MIX_ROLES, type MixRole } from '../../../src/mixing/roles.js';
import type { StripSettings, Track } from '../../../src/mixing/session.js';
import { signed } from '../format/signed.js';
import {
  bandOf,
  closedFaderDb,
  closedSendDb,
  deskBands,
  faderFrom,
  shownFader,
  withBand,
} from '../state/mix-session.js';
import { SliderField } from './slider-field.js';
import { StemSwitch } from './stem-lane.js';

interface MixStripProps {
  /** Also the key that solos it. */
  number: number;
  track: Track;
  /** Because of its own switches, or of another's solo. */
  silent: boolean;
  onTrack: (changes: Partial<Track>) => void;
  onStrip: (changes: Partial<StripSettings>) => void;
}

/** Off below, and gone at the upper end. */
const openLowCutHz = 20;
const offThresholdDb = 0;

/** One track of the desk: fader, place, equalizer, compressor, effects. */
export function MixStrip({ number, track, silent, onTrack, onStrip }: MixStripProps) {
  const { name, strip } = track;
  return (
    <div
      class={silent ? 'mix-strip stem-lane' : 'mix-strip stem-lane lane-active'}
      role="group"
      aria-label={name}
    >
      <div class="stem-lane-head">
        <p class="stem-lane-name">
          <span class="lane-letter" aria-hidden="true">
            {number}
          </span>
          <span class="ellipsis">{name}</span>
        </p>
        <div class="stem-switches">
          <StemSwitch
            title="Solo"
            stem={name}
            on={track.isSoloed}
            onToggle={(isSoloed) => onTrack({ isSoloed })}
          />
          <StemSwitch
            title="Mute"
            stem={name}
            on={track.isMuted}
            onToggle={(isMuted) => onTrack({ isMuted })}
          />
        </div>
      </div>
      <div class="mix-strip-main">
        <SliderField
          label="Fader"
          value={shownFader(strip.faderDb)}
          min={closedFaderDb}
          max={12}
          step={0.5}
          text={strip.faderDb <= closedFaderDb ? '−∞ dB' : `${signed(strip.faderDb, 1)} dB`}
          onChange={(shown) => onStrip({ faderDb: faderFrom(shown) })}
        />
        <SliderField
          label="Pan"
          value={strip.pan}
          min={-1}
          max={1}
          step={0.05}
          text={panInWords(strip.pan)}
          onChange={(pan) => onStrip({ pan })}
        />
      </div>
      <details class="mix-strip-more">
        <summary>EQ, compressor, reverb</summary>
        <StripKnobs strip={strip} onStrip={onStrip} />
        <label class="field">
          <span class="field-head">What it is</span>
          <select
            value={track.role}
            onChange={(event) => onTrack({ role: event.currentTarget.value as MixRole })}
          >
            {MIX_ROLES.map((role) => (
              <option key={role}>{role}</option>
            ))}
          </select>
        </label>
      </details>
    </div>
  );
}

function StripKnobs({ strip, onStrip }: Pick<MixStripProps, 'onStrip'> & { strip: StripSettings }) {
  const { highPass, compressor, sends } = strip;
  return (
    <div class="mix-strip-knobs">
      <SliderField
        label="Low cut"
        value={highPass?.frequencyHz ?? openLowCutHz}
        min={openLowCutHz}
        max={400}
        step={5}
        text={highPass ? `${highPass.frequencyHz} Hz` : 'off'}
        onChange={(frequencyHz) =>
          onStrip({
            highPass:
              frequencyHz <= openLowCutHz
                ? undefined
                : { slopeDbPerOctave: 12, ...highPass, frequencyHz },
          })
        }
      />
      {deskBands.map((deskBand) => {
        const { gainDb, frequencyHz } = bandOf(strip, deskBand);
        return (
          <SliderField
            key={deskBand.type}
            label={`${deskBand.title}, ${hertz(frequencyHz)}`}
            value={gainDb}
            min={-12}
            max={12}
            step={0.5}
            text={`${signed(gainDb, 1)} dB`}
            onChange={(gain) => onStrip({ eq: withBand(strip, deskBand, { gainDb: gain }) })}
          />
        );
      })}
      <SliderField
        label="Compressor"
        value={compressor?.thresholdDb ?? offThresholdDb}
        min={-50}
        max={offThresholdDb}
        step={1}
        text={compressor ? `from ${signed(compressor.thresholdDb)} dB` : 'off'}
        onChange={(thresholdDb) =>
          onStrip({
            compressor:
              thresholdDb >= offThresholdDb
                ? undefined
                : { ...usualCompressor, ...compressor, thresholdDb },
          })
        }
      />
      {(['room', 'hall', 'delay'] as const).map((effect) => {
        const sendDb = sends[effect] ?? closedSendDb;
        return (
          <SliderField
            key={effect}
            label={effectTitles[effect]}
            value={Math.max(closedSendDb, sendDb)}
            min={closedSendDb}
            max={0}
            step={1}
            text={sendDb <= closedSendDb ? 'none' : `${signed(sendDb)} dB`}
            onChange={(shown) =>
              onStrip({ sends: { ...sends, [effect]: shown <= closedSendDb ? undefined : shown } })
            }
          />
        );
      })}
    </div>
  );
}

const effectTitles = { room: 'Room', hall: 'Hall', delay: 'Delay' };

/** As the server has it when nothing is said. */
const usualCompressor = {
  ratio: 3,
  kneeDb: 6,
  attackMs: 8,
  releaseMs: 120,
  lookAheadMs: 0,
  makeupDb: 0,
  mix: 1,
};

function panInWords(pan: number): string {
  if (Math.abs(pan) < 0.01) return 'middle';
  return `${Math.round(Math.abs(pan) * 100)} % ${pan < 0 ? 'left' : 'right'}`;
}

function hertz(frequencyHz: number): string {
  return frequencyHz >= 1000 ? `${frequencyHz / 1000} kHz` : `${frequencyHz} Hz`;
}
