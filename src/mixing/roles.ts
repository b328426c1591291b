/** What a stem does in a mix; targets and treatment go by it. `music` is a mix of several parts. */
export const MIX_ROLES = [
  ...['lead', 'backing', 'drums', 'percussion', 'bass', 'harmony', 'pad', 'solo'],
  ...['effects', 'music'],
] as const;

export type MixRole = (typeof MIX_ROLES)[number];

/** The words that stems are named with; the first match counts, so `backing vocals` is no lead. */
const NAME_PATTERNS: readonly (readonly [RegExp, MixRole])[] = [
  [
    /back(ing|up|ground)?[\s_-]*(vo|vox|sing)|\bbv|\bbgv|backing|choir|chorus[\s_-]*vo|harmony[\s_-]*vo|adlib|double/i,
    'backing',
  ],
  [/instrumental|accompani|karaoke|playback|music|\bmix\b/i, 'music'],
  [/lead[\s_-]*(guitar|synth)|solo|sax|trumpet|violin|flute|whistle/i, 'solo'],
  [/vocal|vox|voice|sing|lead|\brap|speech|narrat|podcast|\bhost/i, 'lead'],
  [/shaker|tambourin|conga|bongo|perc|clap|cowbell/i, 'percussion'],
  [/drum|kick|snare|hat|cymbal|\btoms?\b|beat|overhead|\bkit\b|\bbd\b|\bsd\b/i, 'drums'],
  [/bass|\bsub|808/i, 'bass'],
  [/pad|string|atmos|ambien|drone/i, 'pad'],
  [/\bfx\b|effect|riser|sweep|noise|impact/i, 'effects'],
  [
    /guitar|piano|\bkeys?\b|keyboard|synth|organ|chord|rhodes|arp|pluck|brass|horn|other|harmon/i,
    'harmony',
  ],
];

/** The role that a stem's name tells, `harmony` where it tells nothing: "03_BackingVox.wav" is
 *  `backing`. */
export function guessRole(name: string): MixRole {
  return NAME_PATTERNS.find(([pattern]) => pattern.test(name))?.[1] ?? 'harmony';
}

/** Whether a part is sung or spoken. */
export function isVocal(role: MixRole): boolean {
  return role === 'lead' || role === 'backing';
}
