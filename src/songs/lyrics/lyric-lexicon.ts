/** What songs are about: words that call a theme, clauses that tell of it, and places and times to
 *  end a line with. A clause and an ending make a line: every clause stands with every ending. */
export interface LyricTheme {
  words: RegExp;
  clauses: readonly string[];
  endings: readonly string[];
}

export const THEMES: readonly LyricTheme[] = [
  {
    words:
      /train|rail|road|highway|travel|journey|drive|driving|car|bus|miles|leaving|station|flight|plane/,
    clauses: [
      ...[
        'The wheels are turning slowly',
        'The station lights are fading',
        'I watch the towns go by',
      ],
      ...['The engine hums a lullaby', 'The rails are singing softly', 'I hold my ticket tightly'],
      ...[
        'A whistle blows',
        'The miles are rolling by',
        'My bag is packed',
        'The windows catch the moon',
      ],
    ],
    endings: [
      ...[
        'down the line',
        'on the midnight train',
        'along the track',
        'on the road',
        'mile by mile',
      ],
      ...[
        'past the county line',
        'on the way back home',
        'and I won’t look back',
        'with a heavy load',
      ],
    ],
  },
  {
    words: /night|city|street|neon|lights|midnight|dark|moon|club|urban|tokyo|york/,
    clauses: [
      ...['The neon signs are burning', 'The city never sleeps', 'The streets are made of silver'],
      ...[
        'The taxi lights are passing',
        'A thousand windows glimmer',
        'The sirens sing',
        'The shadows dance',
      ],
      ...['I walk alone', 'The rooftops hold their secrets', 'The bars are closing early'],
    ],
    endings: [
      ...[
        'in the neon light',
        'on the empty street',
        'through the city night',
        'under lamps of gold',
      ],
      ...[
        'in the midnight air',
        'to a distant beat',
        'when the wind is cold',
        'on the corner there',
      ],
    ],
  },
  {
    words:
      /heartbreak|broken|lonely|alone|goodbye|losing|lost|miss|missing|tears|sad|cry|breakup|melanchol/,
    clauses: [
      ...[
        'I still can hear you laughing',
        'Your picture hangs there quietly',
        'The bed is cold and empty',
      ],
      ...[
        'I wrote you one more letter',
        'I never said I’m sorry',
        'You took the light',
        'My heart is slow to learn',
      ],
      ...['I call your name', 'The silence grows', 'I kept the key you gave me'],
    ],
    endings: [
      ...['since you went away', 'in the falling rain', 'every single day', 'and I feel the pain'],
      ...[
        'now that you are gone',
        'but I carry on',
        'till the break of dawn',
        'and I hide the tears',
        'after all these years',
      ],
    ],
  },
  {
    words: /love|kiss|heart|lover|romance|romantic|darling|baby|wedding|together/,
    clauses: [
      ...[
        'You take my hand',
        'I see it in your eyes',
        'My heart is beating faster',
        'You make the world go slowly',
      ],
      ...[
        'I never knew a feeling',
        'You hold me close',
        'Your smile is like a morning',
        'I fall again',
      ],
      ...['We dance as one', 'I want to stay'],
    ],
    endings: [
      ...[
        'when you look at me',
        'and you set me free',
        'with your hand in mine',
        'like a summer wine',
      ],
      ...[
        'in your loving arms',
        'with your gentle charms',
        'till the stars grow old',
        'and I won’t let go',
        'more than you know',
      ],
    ],
  },
  {
    words: /summer|beach|sea|ocean|sun|sunshine|waves|island|holiday|surf|water|river|sail|boat/,
    clauses: [
      ...[
        'The waves are rolling gently',
        'The sun is on our shoulders',
        'The sand is warm as honey',
      ],
      ...[
        'We sail along',
        'The seagulls call',
        'The tide comes in',
        'The days are long and golden',
      ],
      ...['We swim and sing', 'Salt is on your skin', 'The sky is wide and open'],
    ],
    endings: [
      ...[
        'by the deep blue sea',
        'where the wind blows free',
        'on the golden sand',
        'with the drifting land',
      ],
      ...[
        'in the morning sun',
        'till the day is done',
        'on the ocean wide',
        'with the evening tide',
      ],
    ],
  },
  {
    words:
      /home|family|mother|father|mom|dad|child|childhood|memory|memories|remember|old|friend|years|time/,
    clauses: [
      ...[
        'The kitchen light is glowing',
        'I know that creaking doorway',
        'We carved our names together',
      ],
      ...[
        'The garden gate is open',
        'My mother hums',
        'The porch is quiet',
        'The photographs are fading',
      ],
      ...['I see the hills', 'We told each other stories', 'The years have flown'],
    ],
    endings: [
      ...[
        'on the road back home',
        'where we used to roam',
        'in the house we knew',
        'and the dream came true',
      ],
      ...[
        'in the days gone by',
        'and I wonder why',
        'by the old oak tree',
        'as it used to be',
        'long ago',
      ],
    ],
  },
  {
    words:
      /dream|free|freedom|fly|flying|wings|hope|star|stars|space|sky|heaven|moonlight|galaxy|future|rise/,
    clauses: [
      ...[
        'I spread my wings',
        'The stars are calling softly',
        'The sky is ours to follow',
        'We rise above',
      ],
      ...[
        'A comet burns',
        'I chase the light',
        'We float beyond the planets',
        'The world below is tiny',
      ],
      ...['A voice inside is singing', 'I dream of open spaces'],
    ],
    endings: [
      ...[
        'in the open sky',
        'and we learn to fly',
        'through the starry night',
        'at the speed of light',
      ],
      ...[
        'and we touch the sun',
        'now it has begun',
        'far above the clouds',
        'high above the crowds',
      ],
    ],
  },
  {
    words: /dance|dancing|party|friday|saturday|weekend|disco|groove|floor|rhythm|music|fun|club/,
    clauses: [
      ...[
        'The bass is in my body',
        'We own the floor',
        'The music takes us higher',
        'Your hands are in the air',
      ],
      ...[
        'The speakers shake',
        'We move as one',
        'The rhythm never ends',
        'The mirror ball is turning',
      ],
      ...['We come alive', 'I feel the beat'],
    ],
    endings: [
      ...[
        'all night long',
        'to our favourite song',
        'till the morning light',
        'and it feels so right',
      ],
      ...['on the dancing floor', 'and we want some more', 'to the sound', 'going round and round'],
    ],
  },
  {
    words: /rain|storm|winter|snow|cold|autumn|wind|thunder|christmas|december|november|ice/,
    clauses: [
      ...[
        'The clouds are hanging heavy',
        'The leaves are falling slowly',
        'The window weeps',
        'The wind is calling',
      ],
      ...[
        'A candle burns',
        'The snow lies deep and silent',
        'The thunder rolls',
        'The fire is burning low',
      ],
      ...['We wait inside', 'The frost has drawn its flowers'],
    ],
    endings: [
      ...[
        'in the pouring rain',
        'on the window pane',
        'through the falling snow',
        'where the cold winds blow',
      ],
      ...[
        'in the winter air',
        'and the trees are bare',
        'till the spring comes round',
        'and it makes no sound',
      ],
    ],
  },
];

/** Of any song. */
export const GENERAL: Omit<LyricTheme, 'words'> = {
  clauses: [
    ...[
      'I keep on walking',
      'I hear you calling',
      'We start again',
      'I close my eyes',
      'The night is young',
    ],
    ...[
      'I’m waiting here',
      'We never stop believing',
      'I know the way',
      'There’s something in the air',
    ],
    ...[
      'I found a little courage',
      'The morning comes so slowly',
      'Hold on to me',
      'I sing this song',
    ],
    ...[
      'You said my name',
      'We’re not the same',
      'The world keeps turning',
      'I’m coming back to you',
    ],
    ...['A quiet voice is calling', 'I’ve been so far away', 'Nobody sees us here'],
  ],
  endings: [
    ...[
      'tonight',
      'in the fading light',
      'and it feels all right',
      'one more day',
      'all the way',
      'come what may',
    ],
    ...[
      'once again',
      'now and then',
      'in my mind',
      'left behind',
      'one more time',
      'like a nursery rhyme',
    ],
    ...[
      'to the end',
      'round the bend',
      'with my friend',
      'in the dark',
      'like a little spark',
      'in the park',
    ],
    ...[
      'on my own',
      'all alone',
      'in the sun',
      'on the run',
      'deep inside',
      'with nothing left to hide',
    ],
    ...[
      'for you',
      'and I know it’s true',
      'till the sky is blue',
      'and I can’t let go',
      'nice and slow',
    ],
  ],
};

/** Lines of a chorus around what the song is about, by how that begins. */
export const HOOKS = {
  thing: [
    'Take me back to {}',
    'Oh, {}',
    'All I want is {}',
    'I remember {}',
    'I’m dreaming of {}',
  ],
  doing: ['Here I am, {}', 'I can’t stop {}', 'Tonight I’m {}', 'I’m done with {}'],
  other: ['It’s all about {}', 'I’m singing of {}', 'Oh, {}', 'I still believe in {}'],
} as const;

/** What a chorus is about where nobody says it. */
export const TOPICS = [
  'the light in you',
  'the open road',
  'one more night',
  'the sound of you',
  'a brand new day',
];
