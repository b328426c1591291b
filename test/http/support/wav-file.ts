interface WavOptions {
  seconds: number;
  sampleRate?: number;
  channels?: number;
}

/** A 16-bit WAV file with a quiet saw tooth on all channels. */
export function wavFile({ seconds, sampleRate = 8000, channels = 1 }: WavOptions): Buffer {
  const length = Math.round(seconds * sampleRate);
  const data = Buffer.alloc(length * channels * 2);
  for (let i = 0; i < length * channels; i++) data.writeInt16LE((i % 100) * 40, i * 2);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * channels * 2, 28);
  header.writeUInt16LE(channels * 2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}
