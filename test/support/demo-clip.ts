import { audioData, type AudioData } from '../../src/audio/audio-data.js';
import { composeDemoSong } from '../../src/songs/demo-song.js';

/** A few seconds out of the middle of the demo song, with its true stems: real enough to be sung
 *  over, short enough to be worked on in a test. */
export function demoClip(seconds: number): Record<'mix' | 'vocals' | 'accompaniment', AudioData> {
  const { mix, vocals, accompaniment } = composeDemoSong();
  const cut = (audio: AudioData) => {
    const from = Math.round(5 * audio.sampleRate);
    const to = from + Math.round(seconds * audio.sampleRate);
    return audioData(
      audio.sampleRate,
      audio.channels.map((channel) => channel.slice(from, to)),
    );
  };
  return { mix: cut(mix), vocals: cut(vocals), accompaniment: cut(accompaniment) };
}
