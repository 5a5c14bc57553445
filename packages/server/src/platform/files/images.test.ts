import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  animation,
  canaries,
  commentedJpeg,
  commentedPng,
  phonePicture,
  picture,
  pngBomb,
  unfoldingChunks,
} from '../../testing/pictures';
import { encodePhoto, ImagesBusy, InvalidImage } from './images';

// Reads what was made by itself: the decoders that uploads never reach stay blocked here too.
const colourAt = async (image: Buffer, left: number, top: number) => [
  ...(await sharp(image).extract({ left, top, width: 1, height: 1 }).removeAlpha().raw().toBuffer()),
];

describe('what is made of a photo', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('is two sizes in WebP, of a %s', async (format) => {
    const { list, page } = await encodePhoto(await picture(format, { width: 3_000, height: 1_500 }));
    expect(await sharp(list).metadata()).toMatchObject({ format: 'webp', width: 192, height: 192 });
    expect(await sharp(page).metadata()).toMatchObject({ format: 'webp', width: 1_024, height: 512 });
  });

  it('is no larger on a page than what was sent', async () => {
    const { page } = await encodePhoto(await picture('png', { width: 60, height: 40 }));
    expect(await sharp(page).metadata()).toMatchObject({ width: 60, height: 40 });
  });

  it('stands upright and holds no place, camera, author or other metadata', async () => {
    const upload = await phonePicture();
    const before = await sharp(upload).metadata();
    expect([before.orientation, before.width, Boolean(before.exif), Boolean(before.xmp)]).toEqual([
      6,
      60,
      true,
      true,
    ]);
    for (const canary of canaries) expect(upload.includes(canary), canary).toBe(true);
    const made = await encodePhoto(upload);
    for (const image of [made.list, made.page]) {
      const { exif, xmp, iptc, icc, orientation, comments } = await sharp(image).metadata();
      expect({ exif, xmp, iptc, icc, orientation, comments }).toEqual({});
      for (const mark of [...canaries, 'GPS', 'EXIF', 'XMP ']) expect(image.includes(mark), mark).toBe(false);
    }
    expect(await sharp(made.page).metadata()).toMatchObject({ width: 40, height: 60 });
    const [red, , blue] = await colourAt(made.page, 5, 30);
    expect(red).toBeGreaterThan(200);
    expect(blue).toBeLessThan(50);
  });

  it('of a polyglot, an image that is a page or an archive too, is only the image', async () => {
    const script = '<script>canary</script>';
    const zip = Buffer.from(`PK\x03\x04${script}`);
    const uploads = [
      ...(await Promise.all(
        (['jpeg', 'png', 'webp'] as const).map(async (format) => Buffer.concat([await picture(format), zip])),
      )),
      await commentedJpeg(`*/=1;${script}/*`),
      commentedPng(script),
    ];
    for (const upload of uploads) {
      expect(upload.includes(script)).toBe(true);
      const { list, page } = await encodePhoto(upload);
      expect(list.includes('canary') || page.includes('canary')).toBe(false);
    }
  });

  it('is the first picture of an animation, and does not move', async () => {
    const upload = await animation();
    expect((await sharp(upload).metadata()).pages).toBe(2);
    const { list, page } = await encodePhoto(upload);
    for (const image of [list, page]) {
      expect((await sharp(image).metadata()).pages ?? 1).toBe(1);
      const [red, , blue] = await colourAt(image, 10, 10);
      expect(red! > 200 && blue! < 60).toBe(true);
    }
  });

  it('keeps what can be seen through', async () => {
    const upload = await sharp({
      create: { width: 10, height: 10, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer();
    expect((await sharp((await encodePhoto(upload)).page).metadata()).hasAlpha).toBe(true);
  });

  it('is in three colours of a grey image of 16 bits, and of one for print', async () => {
    const plain = await picture('png');
    const grey = await sharp(plain).toColourspace('grey16').png().toBuffer();
    const print = await sharp(plain).toColourspace('cmyk').jpeg().toBuffer();
    for (const upload of [grey, print]) {
      const { page } = await encodePhoto(upload);
      expect(await sharp(page).metadata()).toMatchObject({ space: 'srgb', channels: 3 });
    }
  });
});

describe('refused as a photo', () => {
  const refusal = async (upload: Buffer) => {
    const error: unknown = await encodePhoto(upload).then(
      () => 'accepted',
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(InvalidImage);
    return (error as InvalidImage).message;
  };
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>';

  it('SVG with a script, under whatever name it comes', async () => {
    for (const text of [svg, `<?xml version="1.0"?>\n${svg}`, `\ufeff  ${svg}`])
      expect(await refusal(Buffer.from(text))).toMatch(/not a JPEG, PNG or WebP/);
  });

  it('SVG behind the first bytes of another format', async () => {
    for (const start of ['ffd8ff', '89504e470d0a1a0a'])
      expect(await refusal(Buffer.concat([Buffer.from(start, 'hex'), Buffer.from(svg)]))).toMatch(/broken/);
  });

  it.each(['gif', 'tiff', 'avif'] as const)('%s, which is no type that is taken', async (format) => {
    expect(await refusal(await picture(format))).toMatch(/not a JPEG, PNG or WebP/);
  });

  it('HTML, PDF, noise, and a zip', async () => {
    for (const upload of [
      Buffer.from('<html>'),
      Buffer.from('%PDF-1.7'),
      randomBytes(5_000),
      Buffer.from('PK\x03\x04'),
    ])
      expect(await refusal(upload)).toMatch(/not a JPEG, PNG or WebP/);
  });

  it('nothing', async () => {
    expect(await refusal(Buffer.alloc(0))).toMatch(/empty/);
  });

  it('a bomb: very many pixels in few bytes, before they are decoded', async () => {
    const bomb = pngBomb(20_000, 20_000);
    expect(bomb.length).toBeLessThan(100_000);
    const started = performance.now();
    expect(await refusal(bomb)).toMatch(/50 million pixels/);
    expect(await refusal(pngBomb(60_000, 2))).toMatch(/16,000 on a side/);
    expect(await refusal(pngBomb(2_147_483_647, 2_147_483_647))).toMatch(/pixels|broken/);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('a bomb beside the picture, or it is passed over: it takes no memory', async () => {
    const bomb = pngBomb(40, 40, ...unfoldingChunks(400_000_000));
    expect(bomb.length).toBeLessThan(1_000_000);
    const before = process.resourceUsage().maxRSS;
    await encodePhoto(bomb).catch((error: unknown) => expect(error).toBeInstanceOf(InvalidImage));
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(150_000);
  });

  it.each(['jpeg', 'png', 'webp'] as const)('a %s that was cut off', async (format) => {
    const noise = sharp(randomBytes(200 * 200 * 3), { raw: { width: 200, height: 200, channels: 3 } });
    const whole = await noise.toFormat(format).toBuffer();
    await encodePhoto(whole);
    for (const part of [0.1, 0.5, 0.9])
      expect(await refusal(whole.subarray(0, Math.floor(whole.length * part)))).toMatch(/broken or cut off/);
  });
});

it('works on one image at a time, and refuses those for which there is no room to wait', async () => {
  const upload = await picture('jpeg', { width: 2_000, height: 2_000 });
  const outcomes = await Promise.allSettled(Array.from({ length: 60 }, () => encodePhoto(upload)));
  const refused = outcomes.filter((each) => each.status === 'rejected');
  expect(outcomes.length - refused.length).toBe(17);
  for (const { reason } of refused) expect(reason).toBeInstanceOf(ImagesBusy);
  await encodePhoto(upload);
});
