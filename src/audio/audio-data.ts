/** Planar PCM. Samples are nominally in [-1, 1]; all channels have `length` samples. */
export interface AudioData {
  readonly sampleRate: number;
  /** Samples per channel. */
  readonly length: number;
  readonly channels: readonly Float32Array[];
}

/** Wraps planar `channels` (1 or more, of one length) without copying. */
export function audioData(sampleRate: number, channels: readonly Float32Array[]): AudioData {
  return { sampleRate, length: channels[0].length, channels };
}

/** The mean of all channels, as a new array of `audio.length` samples. */
export function toMono(audio: AudioData): Float32Array {
  const mono = new Float32Array(audio.length);
  const gain = 1 / audio.channels.length;
  for (const channel of audio.channels) {
    for (let i = 0; i < mono.length; i++) mono[i] += channel[i] * gain;
  }
  return mono;
}

/** Each channel of `audio` as a sound of its own, without copying. */
export function monoChannels({ sampleRate, channels }: AudioData): AudioData[] {
  return channels.map((channel) => audioData(sampleRate, [channel]));
}

/** Two channels: mono is doubled (shared, not copied), stereo returned as it is. More channels are
 *  folded down when decoded (see `downmix.ts`), so they don't reach this. */
export function toStereo(audio: AudioData): AudioData {
  if (audio.channels.length === 2) return audio;
  const [only] = audio.channels;
  return { ...audio, channels: [only, only] };
}

/** `audio` cut, or continued with silence, to `length` samples; itself when it has that length. */
export function fitLength(audio: AudioData, length: number): AudioData {
  if (audio.length === length) return audio;
  const channels = audio.channels.map((channel) => {
    const fitted = new Float32Array(length);
    fitted.set(channel.subarray(0, length));
    return fitted;
  });
  return audioData(audio.sampleRate, channels);
}

/** Samples `from`…`to` of `audio`, without copying. */
export function cutAudio({ sampleRate, channels }: AudioData, from: number, to: number): AudioData {
  return audioData(
    sampleRate,
    channels.map((channel) => channel.subarray(from, to)),
  );
}

/** How long `audio` plays. */
export function durationSeconds(audio: AudioData): number {
  return audio.length / audio.sampleRate;
}
