import type { JobFile } from '../api/types.js';
import { formatBytes } from '../format/format-bytes.js';
import { DownloadIcon } from './icons.js';
import { SoundButton } from './sound-button.js';

/** The user's names of the result files, in the order of their use. */
const titles: readonly [prefix: string, title: string, note: string][] = [
  ['cover', 'Cover', 'the finished mix'],
  ['converted', 'New vocal', 'the voice alone'],
  ['accompaniment', 'Accompaniment', 'the music without the singer'],
  ['vocals', 'Original vocal', 'the singer alone'],
  ['backing', 'Backing vocals', 'as they were'],
  ['original', 'Original', 'as Canto read it'],
];

/** The cover and its stems, to hear one by one and to take away. */
export function Downloads({ files }: { files: JobFile[] }) {
  const audio = titles.flatMap(([prefix, title, note]) => {
    const file = files.find(({ name }) => name.startsWith(`${prefix}.`));
    return file ? [{ file, title, note }] : [];
  });
  return (
    <section class="card" aria-labelledby="downloads-title">
      <h2 class="card-title" id="downloads-title">
        Downloads
      </h2>
      <ul class="downloads">
        {audio.map(({ file, title, note }) => (
          <li key={file.name}>
            <SoundButton url={file.url} subject={title.toLowerCase()} />
            <span class="download-name">
              {title} <span class="muted small">{note}</span>
            </span>
            <a
              class="button button-quiet"
              href={`${file.url}?download`}
              download={file.name}
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
