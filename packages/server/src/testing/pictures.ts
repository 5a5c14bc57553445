import { crc32 as zlibCrc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** A plain picture of one colour, in a format. */
export function picture(
  format: 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif',
  { width = 60, height = 40 } = {},
): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#7b8ea8' } })
    .toFormat(format)
    .toBuffer();
}

/** Marks of the metadata of the picture below, to be looked for afterwards. */
export const canaries = ['CanaryCamera', 'CanaryAuthor', 'canary-xmp'];

/** A JPEG as a phone makes it: held upright, stored on its side, with place, camera and author. Red on the left as seen. */
export async function phonePicture(): Promise<Buffer> {
  // As stored, 60 × 40: what will be the left when turned by a quarter is at the bottom.
  const bottom = { create: { width: 60, height: 20, channels: 3, background: '#ff0000' } } as const;
  const red = await sharp(bottom).png().toBuffer();
  return sharp({ create: { width: 60, height: 40, channels: 3, background: '#0000ff' } })
    .composite([{ input: red, top: 20, left: 0 }])
    .withExif({
      IFD0: { Model: 'CanaryCamera', Artist: 'CanaryAuthor' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '48/1 50/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '2/1 20/1 0/1',
      },
    })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><canary-xmp/></x:xmpmeta>')
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

/** A PNG of as many pixels in one colour as its header says, small for all that. */
export function pngBomb(width: number, height: number, ...extra: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // One bit a pixel, greyscale.
  header.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(Math.min(height * (Math.ceil(width / 8) + 1), 50_000_000)), {
    level: 9,
  });
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    ...extra,
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(content.length, 0);
  frame.set(body, 4);
  frame.writeUInt32BE(zlibCrc32(body), body.length + 4);
  return frame;
}

/** Chunks that stand beside a PNG's picture, and unfold to very many bytes. */
export function unfoldingChunks(bytes: number): Buffer[] {
  const folded = deflateSync(Buffer.alloc(bytes), { level: 9 });
  return ['iCCP', 'zTXt'].map((name) => chunk(name, Buffer.concat([Buffer.from('name\0\0'), folded])));
}

/** A JPEG with text in a comment, before its picture. */
export async function commentedJpeg(text: string): Promise<Buffer> {
  const image = await picture('jpeg');
  const comment = Buffer.from([0xff, 0xfe, 0, text.length + 2, ...Buffer.from(text)]);
  return Buffer.concat([image.subarray(0, 2), comment, image.subarray(2)]);
}

/** A PNG with text beside its picture. */
export function commentedPng(text: string): Buffer {
  return pngBomb(40, 40, chunk('tEXt', Buffer.from(`Comment\0${text}`)));
}

/** A moving WebP: a red picture, then a blue one. */
export async function animation(): Promise<Buffer> {
  const frame = (background: string) =>
    sharp({ create: { width: 40, height: 40, channels: 3, background } })
      .png()
      .toBuffer();
  return sharp([await frame('#ff0000'), await frame('#0000ff')], { join: { animated: true } })
    .webp({ lossless: true, loop: 0, delay: [100, 100] })
    .toBuffer();
}
