import sharp from 'sharp';

/** The two sizes of a photo: square for lists, whole for a page. */
export const photoSizes = ['list', 'page'] as const;
export type PhotoSize = (typeof photoSizes)[number];

/** A photo as it is stored: WebP, without metadata. */
export type EncodedPhoto = Readonly<Record<PhotoSize, Buffer>>;

/** Of what is uploaded; how many bytes it may have says the contract. */
const largestImagePixels = 50_000_000;
const longestSide = 16_000;

const listSide = 192;
const pageSide = 1_024;
const quality = 80;

/** An upload that cannot be used as an image. The message says why, for whoever sent it. */
export class InvalidImage extends Error {
  override name = 'InvalidImage';
}

/** Too many images wait already. */
export class ImagesBusy extends Error {
  override name = 'ImagesBusy';
}

// One thread an image and no cache: what is bounded is images at once, below.
sharp.concurrency(1);
sharp.cache(false);
// No decoder but those of the formats that are taken is ever reached, not even by way of a file that looks like two.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});

// The largest that is taken needs 300 MB, for two seconds, however few its bytes are.
const atOnce = 1;
const mostWaiting = 16;
let running = 0;
const waiting: (() => void)[] = [];

/**
 * Makes of an uploaded image the two sizes of a photo: turned upright as its EXIF orientation says, in sRGB, encoded anew,
 * so that nothing is left of metadata (place, time, camera) or of whatever else the file carried. Of an animation the first
 * picture. One image is worked on at a time in a process, decoded within bounds that its header is held to first.
 * @throws {InvalidImage} where it is no JPEG, PNG or WebP by its content, too large, or broken
 * @throws {ImagesBusy} where too many wait
 */
export async function encodePhoto(upload: Buffer): Promise<EncodedPhoto> {
  const format = formatOf(upload);
  if (!format) {
    throw new InvalidImage(
      upload.length
        ? 'It is not a JPEG, PNG or WebP image, whatever its name or type says.'
        : 'The body is empty; send the image itself.',
    );
  }
  return inTurn(() => encode(upload, format));
}

async function encode(upload: Buffer, format: string): Promise<EncodedPhoto> {
  const source = sharp(upload, { limitInputPixels: largestImagePixels, failOn: 'error', autoOrient: true });
  try {
    const { format: found, width, height } = await source.metadata();
    if (found !== format) throw new InvalidImage('Its content is not of one format.');
    if (width > longestSide || height > longestSide || width * height > largestImagePixels)
      throw new InvalidImage(tooLarge);
    const { data, info } = await source
      .resize({ width: pageSide, height: pageSide, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .timeout({ seconds: 15 })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const raw = { width: info.width, height: info.height, channels: info.channels };
    const page = await sharp(data, { raw }).webp({ quality }).toBuffer();
    const list = await sharp(data, { raw })
      .resize({ width: listSide, height: listSide, fit: 'cover', position: 'attention' })
      .webp({ quality })
      .toBuffer();
    return { list, page };
  } catch (cause) {
    if (cause instanceof InvalidImage) throw cause;
    const isLarge = /pixel limit/i.test((cause as Error).message);
    throw new InvalidImage(isLarge ? tooLarge : 'It is broken or cut off.', { cause });
  }
}

const tooLarge =
  `An image may have ${largestImagePixels / 1_000_000} million pixels, ` +
  `and ${longestSide.toLocaleString('en')} on a side.`;

/** What the first bytes say that it is. */
function formatOf(bytes: Buffer): 'jpeg' | 'png' | 'webp' | undefined {
  if (bytes.subarray(0, 3).equals(Buffer.of(0xff, 0xd8, 0xff))) return 'jpeg';
  if (bytes.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n') return 'png';
  const isRiff = bytes.toString('latin1', 0, 4) === 'RIFF';
  return isRiff && bytes.toString('latin1', 8, 12) === 'WEBP' ? 'webp' : undefined;
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < atOnce) running++;
  else {
    if (waiting.length >= mostWaiting) throw new ImagesBusy('Too many images wait to be worked on.');
    // Whoever ends hands the place on, so that nobody can slip in between.
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}
