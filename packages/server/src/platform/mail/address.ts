import { domainToASCII } from 'node:url';

/** A mail that could not be sent as it is: told to the programmer, or to who set MAIL_FROM. */
export class InvalidMail extends Error {
  override name = 'InvalidMail';
}

// The unquoted form of RFC 5321, section 4.1.2: what providers give out. Others are where injections hide.
const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domainLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** The longest address that can be written to (RFC 5321, section 4.5.3.1.3). */
export const longestAddress = 254;

/** The domain in ASCII (RFC 5890); empty where it has what a URL's host would drop or decode. */
const asciiDomain = (domain: string) => (/[\s%/\\?#:[\]]/.test(domain) ? '' : domainToASCII(domain));

/** An address as it is kept: a domain that isn't ASCII in its ASCII form, everything else as it is. */
export function asciiAddress(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  const domain = address.slice(at);
  return /^[ -~]*$/.test(domain) ? address : address.slice(0, at) + asciiDomain(domain);
}

/**
 * An address as it may stand in an envelope, its domain in ASCII (RFC 5890).
 * @throws {InvalidMail}
 */
export function checkedAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(at, 0));
  const domain = asciiDomain(address.slice(at + 1));
  const labels = domain.split('.');
  const sound =
    at > 0 &&
    local.length <= 64 &&
    localPart.test(local) &&
    local.length + 1 + domain.length <= longestAddress &&
    labels.every((label) => domainLabel.test(label)) &&
    !/^\d+$/.test(labels.at(-1)!);
  if (!sound) throw new InvalidMail('Invalid email address.');
  return `${local}@${domain}`;
}

export interface Sender {
  /** Undefined: the institution's name stands in its place. */
  readonly name: string | undefined;
  readonly address: string;
}

/**
 * `alumni@example.edu` or `Alumni office <alumni@example.edu>`.
 * @throws {InvalidMail}
 */
export function parseSender(text: string): Sender {
  const named = /^\s*(?:"([^"\\]*)"|([^"<>\\]*?))\s*<([^<>]+)>\s*$/.exec(text);
  const name = checkedHeader(named?.[1] ?? named?.[2] ?? '', 'name');
  return { name: name || undefined, address: checkedAddress(named ? named[3]! : text.trim()) };
}

/**
 * Refuses what would begin another header (CR, LF) or other control characters.
 * @throws {InvalidMail}
 */
export function checkedHeader(text: string, what: string): string {
  if (/[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(text))
    throw new InvalidMail(`The ${what} contains a control character.`);
  return text;
}

/** As many characters of a name as a subject has room for. */
const longestInSubject = 80;

/** A name, such as an institution's, as it stands in a subject: shortened where it is long. */
export function forSubject(name: string): string {
  const letters = [...name];
  if (letters.length <= longestInSubject) return name;
  return `${letters
    .slice(0, longestInSubject - 1)
    .join('')
    .trimEnd()}…`;
}
