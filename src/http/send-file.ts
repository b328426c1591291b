import { extname } from 'node:path';
import type { Response } from 'express';

const TYPES: Readonly<Record<string, string>> = {
  '.wav': 'audio/wav',
  '.flac': 'audio/flac',
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.aac': 'audio/aac',
  '.opus': 'audio/ogg',
  '.ogg': 'audio/ogg',
  '.mid': 'audio/midi',
  '.musicxml': 'application/vnd.recordare.musicxml+xml',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
};

interface SendOptions {
  /** Its extension gives the media type. */
  name: string;
  /** The hash of the content, or what else changes with it; made from size and time unless given. */
  version?: string;
  /** Makes the browser save the file under this name. */
  downloadAs?: string;
}

/** Sends the file at `path`, whole or in the asked ranges (RFC 9110), unless the client has it. */
export async function sendFile(
  response: Response,
  path: string,
  { name, version, downloadAs }: SendOptions,
): Promise<void> {
  if (downloadAs) response.attachment(downloadAs);
  response.type(TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream');
  if (version) response.set('ETag', `"${version}"`);
  response.set('Cache-Control', 'private, no-cache');
  await new Promise<void>((resolve, reject) => {
    // The data folder may lie below a folder like ~/.canto.
    const options = { dotfiles: 'allow', lastModified: false, cacheControl: false } as const;
    response.sendFile(path, options, (error?: NodeJS.ErrnoException) => {
      // The browser stops a transfer whenever the user jumps elsewhere in the song.
      if (!error || error.code === 'ECONNABORTED' || response.headersSent) resolve();
      else reject(error);
    });
  });
}
