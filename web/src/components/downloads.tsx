import type { JobFile } from '../api/types.js';
import { formatBytes } from '../format/format-bytes.js';
import { DownloadIcon } from './icons.js';
import { SoundButton } from './sound-button.js';

/** The user's names of the result files, whole or without their endings, in the order of their use. */
const titles: readonly [name: string, title: string, note: string][] = [
  ['cover', 'Cover', 'the finished mix'],
  ['song', 'Song', 'the finished mix'],
  ['song.json', 'Song file', 'plan and score, to change and play again'],
  ['score.mid', 'MIDI', 'the notes, for music programs'],
  ['score.musicxml', 'MusicXML', 'the notes, to print'],
  ['lyrics', 'Lyrics', 'what is sung'],
  ['lyrics.lrc', 'Timed lyrics', 'word by word, for players'],
  ['lead-vocal', 'Lead vocal', 'the singer alone'],
  ['harmony-vocal', 'Harmony vocal', 'the second voice'],
  ['converted', 'New vocal', 'the voice alone'],
  ['backing', 'New backing vocals', 'the voices around it'],
  ['accompaniment', 'Accompaniment', 'the music without the singer'],
  ['vocals', 'Original vocal', 'the singer alone'],
  ['drums', 'Drums', 'drums and percussion'],
  ['bass', 'Bass', 'bass guitar or synthesiser'],
  ['other', 'Other', 'everything else'],
  ['mix', 'Mix', 'at release loudness'],
  ['session', 'Session', 'every fader and knob, to mix again'],
  ['master', 'Master', 'at release loudness'],
  ['original', 'Original', 'as Canto read it'],
  ['instrumental', 'Instrumental', 'what the instrument plays'],
  ['mix', 'Mix', 'the instrument over the music'],
  ['melody', 'Notes', 'for music programs'],
  ['clone', 'The voice', 'as a file that any Canto imports'],
  ['report', 'Report', 'all settings and measurements'],
];
/** What the page shows by itself. */
const shown = /\.png$|^(peaks|melody)\.json$/;
const audible = /\.(wav|flac|mp3|m4a|opus)$/;

interface DownloadsProps {
  title: string;
  files: JobFile[];
}

/** The results, to hear one by one and to take away. */
export function Downloads({ title: heading, files }: DownloadsProps) {
  const items = files.filter(({ name }) => !shown.test(name)).map(withTitle);
  items.sort((a, b) => a.rank - b.rank);
  return (
    <section class="card" aria-labelledby="downloads-title">
      <h2 class="card-title" id="downloads-title">
        {heading}
      </h2>
      <ul class="downloads">
        {items.map(({ file, title, note }) => (
          <li key={file.name}>
            {audible.test(file.name) && (
              <SoundButton url={file.url} subject={title.toLowerCase()} />
            )}
            <span class="download-name">
              {title} <span class="muted small">{note}</span>
            </span>
            <a
              class="button button-quiet"
              href={`${file.url}?download`}
              aria-label={`Download ${title.toLowerCase()}, ${file.name}, ${formatBytes(file.bytes)}`}
            >
              <DownloadIcon />
              <span class="download-size">{formatBytes(file.bytes)}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function withTitle(file: JobFile) {
  const whole = titles.findIndex(([name]) => file.name === name);
  const rank = whole < 0 ? titles.findIndex(([name]) => file.name.startsWith(`${name}.`)) : whole;
  if (rank < 0) return { file, title: file.name, note: '', rank: titles.length };
  const [, title, note] = titles[rank];
  return { file, title, note, rank };
}
