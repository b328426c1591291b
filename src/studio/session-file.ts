import { InputError } from '../errors.js';
import { SESSION_VERSION, sessionSchema, type Session } from '../mixing/session.js';

export type { Session };

/** The session in the JSON `text`, defaults applied.
 *  @param name of the file, for messages
 *  @throws InputError `bad-session` that names the place in it, or the version */
export function parseSession(text: string, name: string): Session {
  const value = parseJson(text, name);
  const parsed = sessionSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue.path.map(String).join('.') || 'the session';
  throw new InputError('bad-session', `'${name}': ${place}: ${issue.message}`, {
    hint: `Sessions of version ${SESSION_VERSION} are read; \`canto mix … --session-out\` writes one to start from.`,
  });
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError('bad-session', `'${name}' is no JSON`, {
      hint: 'Give a session.json, as `canto mix … --session-out` writes it.',
      cause,
    });
  }
}
