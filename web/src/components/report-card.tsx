import type { CoverReport, Loudness, ReportedVoice, VoiceRange } from '../api/types.js';
import { formatDuration } from '../format/format-duration.js';
import { noteName } from '../format/note-name.js';
import { percent } from '../format/percent.js';
import { settingsInWords } from '../format/settings-in-words.js';
import { signed } from '../format/signed.js';
import { completeSettings } from '../state/cover-settings.js';
import { ReportRow } from './report-row.js';
import { Warnings } from './warnings.js';

/** What was done to the song, and what came out as measured. */
export function ReportCard({ report }: { report: CoverReport }) {
  const { voice, transpose, engines, seed, loudness, original, warnings } = report;
  const settings = settingsInWords(completeSettings(report.settings));
  return (
    <section class="card" aria-labelledby="report-title">
      <h2 class="card-title" id="report-title">
        What was done
      </h2>
      <Warnings warnings={warnings} />
      <dl class="report">
        <ReportRow term="Melody" note={transpose.reason}>
          {transpose.semitones === 0
            ? 'Kept at its pitch'
            : `Moved ${signed(transpose.semitones)} semitones`}
        </ReportRow>
        <ReportRow term="Singer">
          {report.singer ? rangeInWords(report.singer) : 'Nobody was found'}
        </ReportRow>
        {report.lead && (
          <ReportRow term="Lead" note={`Confidence ${percent(report.lead.confidence)}`}>
            {leadInWords[report.lead.inWords]}
          </ReportRow>
        )}
        {report.room && <ReportRow term="Room">{roomInWords(report.room)}</ReportRow>}
        <ReportRow term="Voice" note={voice ? sourceInWords(voice) : undefined}>
          {voice?.name ?? 'The original singer'}
        </ReportRow>
        {(report.cast ?? []).map((entry) => (
          <ReportRow
            key={entry.part}
            term={partNames[entry.part] ?? entry.part}
            note={[
              ...(entry.transpose ? [entry.transpose.reason] : []),
              ...(entry.voice ? [sourceInWords(entry.voice)] : []),
            ].join('; ')}
          >
            {entry.voice?.name ?? 'The original singer'}
          </ReportRow>
        ))}
        <ReportRow term="Settings">{settings.join(', ') || 'All at their defaults'}</ReportRow>
        <ReportRow term="Cover" note={masteringInWords(loudness)}>
          {levelsInWords(loudness)}
        </ReportRow>
        <ReportRow term="Original" note={`${formatDuration(report.durationSeconds)} long`}>
          {levelsInWords(original)}
        </ReportRow>
        <ReportRow
          term="Engines"
          note={`Seed ${seed}: the same again gives the same file, bit by bit`}
        >
          {Object.entries(engines)
            .map(([role, { id, version }]) => `${roles[role] ?? role} ${id} v${version}`)
            .join(', ')}
        </ReportRow>
      </dl>
    </section>
  );
}

const roles: Record<string, string | undefined> = {
  separator: 'separation',
  secondVoice: 'second voice',
  backingVoice: 'backing voice',
};

const partNames: Record<string, string | undefined> = {
  second: 'Second lead',
  backing: 'Backing vocals',
};

function sourceInWords({ source, licence }: ReportedVoice): string {
  return `${source} (${licence})`;
}

function rangeInWords({ lowHz, medianHz, highHz }: VoiceRange): string {
  return `${noteName(lowHz)} to ${noteName(highHz)}, mostly around ${noteName(medianHz)}`;
}

const leadInWords: Record<string, string | undefined> = {
  sure: 'Clearly told from the backing vocals',
  'fairly sure': 'Mostly told from the backing vocals',
  'not sure': 'Hard to tell from the backing vocals',
};

function roomInWords({ dry, decaySeconds, lateDb }: NonNullable<CoverReport['room']>): string {
  if (dry) return 'The singer is dry already';
  return `Reverberation taken away: ${level(lateDb)} dB late, decay ${decaySeconds.toFixed(1)} s`;
}

function levelsInWords({ integratedLufs, truePeakDbtp }: Loudness): string {
  return `${level(integratedLufs)} LUFS, true peak ${level(truePeakDbtp)} dBTP`;
}

function masteringInWords({ gainDb, maxReductionDb }: CoverReport['loudness']): string {
  const limited =
    maxReductionDb >= 0.05 ? `limited by up to ${maxReductionDb.toFixed(1)} dB` : 'not limited';
  return `Mastered with ${signed(gainDb, 1)} dB of gain, ${limited}`;
}

/** Silence has no level. */
function level(value: number | null): string {
  return value === null ? '−∞' : signed(value, 1);
}
