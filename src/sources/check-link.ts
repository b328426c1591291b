import type { Config } from '../config.js';
import { linkError } from './link-problem.js';
import { isPublicAddress } from './public-address.js';
import { isIP } from 'node:net';

/** Far beyond any real link; keeps logs and errors short. */
const MAX_LINK_LENGTH = 2000;
const YOUTUBE_HOSTS = ['youtube.com', 'youtube-nocookie.com', 'youtu.be'];
const YOUTUBE_VIDEO_PATH = /^\/(?:shorts|live|embed|v)\/([\w-]{11})(?:\/|$)/;
const YOUTUBE_ID = /^[\w-]{11}$/;
const AUDIO_FILE = /\.(wav|wave|mp3|flac|ogg|oga|opus|m4a|mp4|aac|webm|weba|aif|aiff|mka)$/i;

/** The settings that say which links may be opened. */
export type LinkSettings = Pick<Config, 'linkHosts' | 'allowPrivateLinks'>;

/** A link that may be opened: a YouTube video, a page for yt-dlp on one of the configured hosts,
 *  or a plain file. */
export interface CheckedLink {
  readonly kind: 'youtube' | 'page' | 'file';
  /** Normalised: a YouTube link in its one canonical form, without tracking parameters. */
  readonly url: string;
}

/** Says what `text` is a link to, without touching the network.
 *  @throws InputError bad-link, link-not-https, link-with-password, private-address, link-playlist */
export function checkLink(text: string, settings: LinkSettings): CheckedLink {
  const url = parseLink(text);
  const host = url.hostname.replace(/\.$/, '');
  if (isHostOf(host, YOUTUBE_HOSTS)) return checkYouTubeLink(url, host);
  checkFileUrl(url, settings);
  const isPage = isHostOf(host, settings.linkHosts) && !AUDIO_FILE.test(url.pathname);
  return { kind: isPage ? 'page' : 'file', url: url.href };
}

/** What may be fetched by our own client: https, no credentials, no private address by number.
 *  Also asked for every redirect. Names are checked when they are resolved.
 *  @throws InputError */
export function checkFileUrl(url: URL, settings: LinkSettings): void {
  const shown = shownLink(url);
  if (url.protocol !== 'https:' && !(settings.allowPrivateLinks && url.protocol === 'http:')) {
    throw linkError('link-not-https', shown);
  }
  if (url.username || url.password) throw linkError('link-with-password', shown);
  if (!settings.allowPrivateLinks && !isPublicHost(url.hostname)) {
    throw linkError('private-address', shown);
  }
}

/** A link as it may be shown and logged: without credentials and query, which can hold secrets,
 *  but for the id of a YouTube video. */
export function shownLink(url: URL | string): string {
  const { protocol, host, pathname, searchParams } = new URL(url);
  const video = isHostOf(host, YOUTUBE_HOSTS) ? searchParams.get('v') : undefined;
  return `${protocol}//${host}${pathname}${video ? `?v=${video}` : ''}`;
}

function parseLink(text: string): URL {
  const trimmed = text.trim();
  const shown = trimmed.slice(0, 80);
  if (trimmed.length > MAX_LINK_LENGTH || !URL.canParse(trimmed))
    throw linkError('bad-link', shown);
  const url = new URL(trimmed);
  if (!/^https?:$/.test(url.protocol) || !url.hostname) throw linkError('bad-link', shown);
  url.hash = '';
  return url;
}

function checkYouTubeLink(url: URL, host: string): CheckedLink {
  const id = youTubeId(url, host);
  if (id) return { kind: 'youtube', url: `https://www.youtube.com/watch?v=${id}` };
  const isList =
    url.searchParams.has('list') || /^\/(@|c\/|channel\/|user\/|playlist)/.test(url.pathname);
  throw linkError(isList ? 'link-playlist' : 'bad-link', shownLink(url), {
    hint: isList ? undefined : 'A YouTube link looks like https://www.youtube.com/watch?v=…',
  });
}

function youTubeId(url: URL, host: string): string | undefined {
  const candidate = host.endsWith('youtu.be')
    ? url.pathname.slice(1)
    : (url.searchParams.get('v') ?? YOUTUBE_VIDEO_PATH.exec(url.pathname)?.[1]);
  return candidate && YOUTUBE_ID.test(candidate) ? candidate : undefined;
}

function isHostOf(host: string, domains: readonly string[]): boolean {
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIP(host)) return isPublicAddress(host);
  return host.includes('.') && !/\.(localhost|local|internal|home\.arpa)$/.test(host);
}
