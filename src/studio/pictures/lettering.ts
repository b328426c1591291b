/** A bitmap face of 5 × 7 dots, drawn as paths: pictures look the same, byte for byte, on machines with
 *  whatever fonts or none. Each letter has five columns, the lowest bit at the top. */
const FACE: Readonly<Record<string, string>> = {
  ' ': '0000000000',
  '%': '2313086462',
  '+': '08083e0808',
  ',': '0080703000',
  '-': '0808080808',
  '.': '0000606000',
  '/': '2010080402',
  ':': '0000141400',
  '0': '3e5149453e',
  '1': '00427f4000',
  '2': '7249494946',
  '3': '2141494d33',
  '4': '1814127f10',
  '5': '2745454539',
  '6': '3c4a494931',
  '7': '4121110907',
  '8': '3649494936',
  '9': '464949291e',
  A: '7c1211127c',
  B: '7f49494936',
  C: '3e41414122',
  D: '7f4141413e',
  F: '7f09090901',
  H: '7f0808087f',
  L: '7f40404040',
  M: '7f021c027f',
  R: '7f09192946',
  S: '2649494932',
  T: '03017f0103',
  U: '3f4040403f',
  a: '2054547840',
  b: '7f28444438',
  c: '3844444428',
  d: '384444287f',
  e: '3854545418',
  f: '00087e0902',
  g: '18a4a49c78',
  h: '7f08040478',
  i: '00447d4000',
  k: '7f10284400',
  l: '00417f4000',
  m: '7c04780478',
  n: '7c08040478',
  o: '3844444438',
  p: 'fc18242418',
  r: '7c08040408',
  s: '4854545424',
  t: '04043f4424',
  u: '3c4040207c',
  v: '1c2040201c',
  w: '3c4030403c',
  x: '4428102844',
  y: '4c9090907c',
  z: '4464544c44',
};
const COLUMNS = 6;
const ROWS = 8;
const DOT = 2;

/** Where a text lies: `x` is its left edge, middle or right edge, `y` the bottom of its letters. */
interface Place {
  x: number;
  y: number;
  align?: 'left' | 'middle' | 'right';
  colour: string;
}

/** An SVG path of `text`, 14 pixels high; letters that the face lacks are left out. */
export function lettering(text: string, { x, y, align = 'left', colour }: Place): string {
  const width = text.length * COLUMNS * DOT - DOT;
  const left = Math.round(x - (align === 'middle' ? width / 2 : align === 'right' ? width : 0));
  const dots = [...text.replaceAll('−', '-')].flatMap((letter, n) =>
    dotsOf(letter).map(([column, row]) => {
      const dotX = left + (n * COLUMNS + column) * DOT;
      return `M${dotX} ${Math.round(y) + (row - 7) * DOT}h${DOT}v${DOT}h-${DOT}z`;
    }),
  );
  return `<path fill="${colour}" d="${dots.join('')}"/>`;
}

function dotsOf(letter: string): [column: number, row: number][] {
  const columns = FACE[letter]?.match(/../g) ?? [];
  return columns.flatMap((bits, column) =>
    Array.from({ length: ROWS }, (_, row): [number, number] => [column, row]).filter(
      ([, row]) => (parseInt(bits, 16) >> row) & 1,
    ),
  );
}
