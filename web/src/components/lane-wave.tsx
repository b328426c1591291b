import { Waveform } from './waveform.js';

interface LaneWaveProps {
  /** What is drawn. */
  title: string;
  peaks: number[] | undefined;
  /** Address of the picture to show instead of the waveform. */
  spectrogram?: string;
  onPress?: () => void;
  /** @param fraction of the song, 0…1 */
  onSeek: (fraction: number) => void;
}

/** A sound drawn over its time; goes where it is pressed. */
export function LaneWave({ title, peaks, spectrogram, onPress, onSeek }: LaneWaveProps) {
  const seekTo = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    onSeek(Math.min(1, Math.max(0, (event.clientX - left) / width)));
  };
  return (
    <div
      class={spectrogram ? 'lane-wave lane-wave-picture' : 'lane-wave'}
      onPointerDown={(event) => {
        onPress?.();
        event.currentTarget.setPointerCapture(event.pointerId);
        seekTo(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
      }}
    >
      {spectrogram ? (
        <img src={spectrogram} alt={`Spectrogram: ${title.toLowerCase()}`} draggable={false} />
      ) : (
        peaks && <Waveform peaks={peaks} />
      )}
    </div>
  );
}
