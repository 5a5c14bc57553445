import sharp from 'sharp';
import { Random } from './northbridge/random';

const side = 256;

type Rgb = readonly [number, number, number];
/** How far a point is outside a shape, in widths of the picture; negative inside. */
type Shape = (x: number, y: number) => number;
interface Layer {
  readonly shape: Shape;
  readonly color: Rgb;
}

// Math.hypot takes several times as long, and this is called a million times a picture.
const norm = (x: number, y: number) => Math.sqrt(x * x + y * y);

const ellipse =
  (cx: number, cy: number, rx: number, ry: number): Shape =>
  (x, y) => {
    const [dx, dy] = [(x - cx) / rx, (y - cy) / ry];
    const length = norm(dx, dy);
    const slope = norm(dx / rx, dy / ry);
    return slope === 0 ? -Math.min(rx, ry) : (length * (length - 1)) / slope;
  };

const box =
  (cx: number, cy: number, halfWidth: number, halfHeight: number, round: number): Shape =>
  (x, y) => {
    const dx = Math.abs(x - cx) - halfWidth + round;
    const dy = Math.abs(y - cy) - halfHeight + round;
    return norm(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - round;
  };

const both =
  (a: Shape, b: Shape): Shape =>
  (x, y) =>
    Math.max(a(x, y), b(x, y));
const without =
  (a: Shape, b: Shape): Shape =>
  (x, y) =>
    Math.max(a(x, y), -b(x, y));
const any =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) =>
    shapes.reduce((least, shape) => Math.min(least, shape(x, y)), Infinity);

const above =
  (line: number, tilt = 0): Shape =>
  (x, y) =>
    y - line - tilt * (x - 0.5);

const head = ellipse(0.5, 0.43, 0.15, 0.19);
const skull = ellipse(0.5, 0.405, 0.172, 0.2);

/** Hair before and behind the head. Nobody in particular: the same for every name. */
const hairs: readonly { readonly front?: Shape; readonly behind?: Shape }[] = [
  { front: both(skull, above(0.335)) },
  { front: both(skull, above(0.33, 0.45)) },
  { front: both(skull, above(0.33, -0.45)), behind: both(skull, above(0.44)) },
  { front: both(skull, above(0.32)), behind: any(skull, box(0.5, 0.55, 0.185, 0.2, 0.09)) },
  { front: both(skull, above(0.33, 0.6)), behind: any(skull, box(0.5, 0.5, 0.19, 0.14, 0.1)) },
  { front: both(skull, above(0.31)), behind: any(skull, ellipse(0.5, 0.19, 0.085, 0.08)) },
  {
    front: any(
      ...[0.36, 0.43, 0.5, 0.57, 0.64].map((x, i) =>
        ellipse(x, 0.275 - [0, 0.035, 0.05, 0.035, 0][i]!, 0.065, 0.065),
      ),
    ),
    behind: any(ellipse(0.34, 0.37, 0.06, 0.07), ellipse(0.66, 0.37, 0.06, 0.07)),
  },
  { behind: both(any(ellipse(0.355, 0.42, 0.035, 0.07), ellipse(0.645, 0.42, 0.035, 0.07)), above(0.5)) },
];

const lens = (x: number) => without(ellipse(x, 0.44, 0.055, 0.048), ellipse(x, 0.44, 0.045, 0.038));
const glasses = any(lens(0.435), lens(0.565), box(0.5, 0.432, 0.016, 0.005, 0.004));

const clothes: readonly ((shirt: Rgb, accent: Rgb) => Layer[])[] = [
  () => [],
  (_, accent) => [{ shape: both(ellipse(0.5, 0.7, 0.1, 0.075), (x, y) => 0.66 - y), color: accent }],
  (_, accent) => [{ shape: (x, y) => Math.max(Math.abs(x - 0.5) * 2.2 + y - 0.93, 0.66 - y), color: accent }],
  (_, accent) => [{ shape: box(0.5, 0.685, 0.105, 0.045, 0.04), color: accent }],
];

/**
 * A drawn portrait as a PNG, in tints of one colour and without a face: it shows somebody, and nobody that there is. The same
 * seed gives the same picture. Drawn by ourselves because the service decodes no SVG, for uploads' sake.
 */
export async function drawPortrait(seed: number): Promise<Buffer> {
  const random = new Random(seed);
  const hue = random.below(24) * 15;
  const accentHue = (hue + random.pick([150, 180, 210])) % 360;
  const dark = random.chance(0.5);
  const ground = hsl(hue, 0.42, dark ? 0.36 : 0.86);
  const skin = hsl(hue, 0.38, dark ? 0.78 : 0.62);
  const shade = hsl(hue, 0.34, dark ? 0.68 : 0.53);
  const hair = hsl(hue, 0.45, dark ? 0.16 : 0.27);
  const shirt = hsl(accentHue, 0.4, dark ? 0.62 : 0.42);
  const accent = hsl(accentHue, 0.3, 0.93);
  const { front, behind } = random.pick(hairs);
  const layers: Layer[] = [
    { shape: ellipse(0.2 + random.next() * 0.6, 0.3, 0.42, 0.42), color: hsl(hue, 0.42, dark ? 0.41 : 0.91) },
    ...(behind ? [{ shape: behind, color: hair }] : []),
    { shape: ellipse(0.5, 1.02, 0.37, 0.36), color: shirt },
    ...random.pick(clothes)(shirt, accent),
    { shape: any(box(0.5, 0.6, 0.065, 0.1, 0.06), ellipse(0.5, 0.675, 0.066, 0.045)), color: shade },
    { shape: head, color: skin },
    ...(front ? [{ shape: front, color: hair }] : []),
    ...(random.chance(0.3) ? [{ shape: glasses, color: hair }] : []),
  ];
  return sharp(paint(ground, layers), { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
}

/** Layer over layer, edges smoothed over one pixel. */
function paint(ground: Rgb, layers: readonly Layer[]): Buffer {
  const pixels = Buffer.alloc(side * side * 3);
  for (let row = 0, at = 0; row < side; row++) {
    for (let column = 0; column < side; column++, at += 3) {
      const [x, y] = [(column + 0.5) / side, (row + 0.5) / side];
      let [r, g, b] = ground;
      for (const { shape, color } of layers) {
        const cover = Math.min(1, Math.max(0, 0.5 - shape(x, y) * side));
        if (cover === 0) continue;
        r += (color[0] - r) * cover;
        g += (color[1] - g) * cover;
        b += (color[2] - b) * cover;
      }
      pixels[at] = r;
      pixels[at + 1] = g;
      pixels[at + 2] = b;
    }
  }
  return pixels;
}

function hsl(hue: number, saturation: number, lightness: number): Rgb {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const k = (offset + hue / 30) % 12;
    return 255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [channel(0), channel(8), channel(4)];
}
