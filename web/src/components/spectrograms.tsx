import type { JobFile } from '../api/types.js';

const pictures = [
  ['original-spectrogram.png', 'Original'],
  ['cover-spectrogram.png', 'Cover'],
] as const;

/** Pictures of both sides' sound over time, low notes below. */
export function Spectrograms({ files }: { files: JobFile[] }) {
  const found = pictures.flatMap(([name, title]) => {
    const file = files.find((candidate) => candidate.name === name);
    return file ? [{ url: file.url, title }] : [];
  });
  if (found.length === 0) return null;
  return (
    <section class="spectrograms" aria-label="Spectrograms">
      {found.map(({ url, title }) => (
        <figure key={url}>
          <img src={url} alt={`Spectrogram of the ${title.toLowerCase()}`} loading="lazy" />
          <figcaption class="muted small">{title}</figcaption>
        </figure>
      ))}
    </section>
  );
}
