/** Opus works at 48 kHz only (RFC 6716). */
export const OPUS_SAMPLE_RATE = 48000;
