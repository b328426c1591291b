import { fromErrorRecord, type AppError, type ErrorKind } from '../errors.js';

const YT_DLP_INSTALL = 'pipx install yt-dlp';
const YT_DLP_UPDATE = 'pipx upgrade yt-dlp (or yt-dlp -U)';
const UPLOAD_INSTEAD = 'Or save the audio yourself and upload the file.';

/** What can be wrong with a link, and what the user can do about it. */
const PROBLEMS = {
  'bad-link': {
    message: 'that is not a link that Canto can open',
    hint: 'Give a full https address: a YouTube video, or an audio file.',
  },
  'link-not-https': {
    message: 'only https links are opened',
    hint: 'Use the https form of the address, or download the file and upload it.',
  },
  'link-with-password': {
    message: 'links with a user name or password in them are not opened',
    hint: 'Download the file and upload it.',
  },
  'private-address': {
    message: 'the link leads to a private or local network address, which Canto does not open',
    hint: 'Upload the file instead, or start Canto with CANTO_ALLOW_PRIVATE_LINKS=1 on a network that you trust.',
  },
  'unsupported-host': {
    message: 'the link is a web page of a site that Canto does not read, not an audio file',
    hint: `Give a YouTube link or a direct link to an audio file; for other sites install yt-dlp (${YT_DLP_INSTALL}) and list the host in CANTO_LINK_HOSTS.`,
  },
  'link-playlist': {
    message: 'the link is a playlist or channel, not one song',
    hint: 'Open the song that you want and give its own link.',
  },
  'link-bot-check': {
    message: 'YouTube asks this machine to prove that it is not a bot',
    hint: `Try again later or from another network. ${UPLOAD_INSTEAD}`,
  },
  'link-forbidden': {
    message: 'the site refused the download (403)',
    hint: `Try again later; an up-to-date yt-dlp helps with YouTube (${YT_DLP_INSTALL}). ${UPLOAD_INSTEAD}`,
  },
  'link-rate-limited': {
    message: 'the site has had too many requests from this address (429)',
    hint: `Try again in an hour. ${UPLOAD_INSTEAD}`,
  },
  'link-private': {
    message: 'the video is private or for members only',
    hint: 'Use a public video, or upload a file that you own.',
  },
  'link-age-restricted': {
    message: 'the video is age-restricted and needs a signed-in account',
    hint: 'Use another video, or upload a file that you own.',
  },
  'link-geo-blocked': {
    message: "the video is not available in this machine's country",
    hint: `Use another upload of the song. ${UPLOAD_INSTEAD}`,
  },
  'link-live': {
    message: 'the link is a live stream or a premiere that has not finished',
    hint: 'Wait until the recording is published, or use another video.',
  },
  'link-drm': {
    message: 'the audio is protected by DRM',
    hint: 'Use another source, or upload a file that you own.',
  },
  'link-unavailable': {
    message: 'there is nothing at that link: it was removed, or never existed',
    hint: 'Check the link in a browser.',
  },
  'link-server-error': {
    message: 'the site answered with an error',
    hint: 'Try again later.',
  },
  'too-long': {
    message: 'the recording is too long',
    hint: 'Use a shorter one, or raise CANTO_MAX_SEPARATION_SECONDS.',
  },
  'too-large': {
    message: 'the file is too large',
    hint: 'Use a smaller one, or raise CANTO_MAX_UPLOAD_BYTES.',
  },
  'link-redirects': {
    message: 'the link redirects too many times',
    hint: 'Open it in a browser and give the address where it ends.',
  },
  'no-network': {
    message: 'the site could not be reached',
    hint: "Check this machine's network connection and the spelling of the host, then retry.",
  },
  'link-timeout': {
    message: 'the site stopped answering',
    hint: `Retry, or check the connection. ${UPLOAD_INSTEAD}`,
  },
  'disk-full': {
    message: 'the disk of the data folder is full',
    hint: 'Free some space, or choose another data folder with CANTO_DATA, then retry.',
  },
  'yt-dlp-missing': {
    message: 'the yt-dlp program, which reads such links, is not installed',
    hint: `Install yt-dlp: ${YT_DLP_INSTALL}`,
  },
  'extractor-broken': {
    message: 'YouTube has changed and the built-in reader can no longer read it',
    hint: `Install or update yt-dlp: ${YT_DLP_INSTALL}, later ${YT_DLP_UPDATE}; Canto uses it when it is on the PATH.`,
  },
} as const;

/** Codes of what can be wrong with a link. */
export type LinkProblem = keyof typeof PROBLEMS;

/** Problems that are not the link's fault. */
const KINDS: { readonly [problem in LinkProblem]?: ErrorKind } = {
  'yt-dlp-missing': 'model',
  'extractor-broken': 'model',
  'disk-full': 'internal',
};

interface ProblemFacts {
  /** What was found, appended to the message: "it lasts 3 h, the limit is 15 min". */
  found?: string;
  /** Replaces the usual hint. */
  hint?: string;
  cause?: unknown;
}

/** The error for `problem` with `link`: an `InputError` unless the link is not at fault. */
export function linkError(problem: LinkProblem, link: string, facts: ProblemFacts = {}): AppError {
  const { message, hint } = PROBLEMS[problem];
  const found = facts.found ? ` (${facts.found})` : '';
  const record = {
    kind: KINDS[problem] ?? 'input',
    code: problem,
    message: `${link}: ${message}${found}`,
    hint: facts.hint ?? hint,
    details: { link },
  };
  return Object.assign(fromErrorRecord(record), { cause: facts.cause });
}
