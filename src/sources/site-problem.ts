import type { LinkProblem } from './link-problem.js';

/** What YouTube, yt-dlp and ytdl-core say, and what it means; the first that matches counts.
 *  Texts from YouTube's playability reasons, yt-dlp 2026.08 and @distube/ytdl-core 4.16. */
const TEXTS: readonly (readonly [RegExp, LinkProblem])[] = [
  [/no space left|ENOSPC|EDQUOT|disk quota/i, 'disk-full'],
  [/not a bot|confirm you.re not a robot|unusual traffic/i, 'link-bot-check'],
  [/confirm your age|age.restricted|inappropriate for some users/i, 'link-age-restricted'],
  [
    /private video|video is private|members.only|join this channel|premium members/i,
    'link-private',
  ],
  [
    /(available|blocked).{0,40}(your country|your location|your region)|geo.?restrict/i,
    'link-geo-blocked',
  ],
  [/live event|live stream|is_live|premieres? in|premiere will/i, 'link-live'],
  [/\bDRM\b/, 'link-drm'],
  [/too many requests|error 429|status code: 429|rate.limited/i, 'link-rate-limited'],
  [/error 403|status code: 403|\bforbidden\b/i, 'link-forbidden'],
  [
    /decipher function|n transform|nsig|signature (function )?extraction|challenge solving|playable formats|unable to extract|no video formats|requested format is not available|failed to extract|precondition check|needs to be reloaded|html5player|no such format|error parsing|could not find .* in|unsupported JSON|JavaScript runtime|malformed response/i,
    'extractor-broken',
  ],
  [/timed out|timeout/i, 'link-timeout'],
  [
    /failed to resolve|getaddrinfo|name resolution|name or service not known|network is unreachable|no route to host|connection (refused|reset|aborted)|ENOTFOUND|EAI_AGAIN|ECONN(REFUSED|RESET)|ENETUNREACH|EHOSTUNREACH|urlopen error|transport ?error|fetch failed/i,
    'no-network',
  ],
  [/larger than max-filesize/i, 'too-large'],
  [/error 5\d\d|status code: 5\d\d/i, 'link-server-error'],
  [/unsupported url|no suitable extractor/i, 'unsupported-host'],
  [
    /unavailable|removed|terminated|no longer available|not available|error 404|error 410|status code: (404|410)|does not exist|not found/i,
    'link-unavailable',
  ],
];

/** What a site's or an extractor's error text means. What nobody has seen yet is most likely a
 *  change of the site that the extractor does not know: `extractor-broken`. */
export function siteProblem(text: string): LinkProblem {
  return TEXTS.find(([pattern]) => pattern.test(text))?.[1] ?? 'extractor-broken';
}
