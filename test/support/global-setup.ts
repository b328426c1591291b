/** Tests run on the embedded codecs, as on a machine without ffmpeg; the adapter's own tests set
 *  this themselves. */
export default function setup(): void {
  process.env.CANTO_FFMPEG ??= 'off';
}
