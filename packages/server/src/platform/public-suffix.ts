import { parse } from 'tldts';

/**
 * Whether anyone may register names directly below a host name, by the Public Suffix List: `co.uk` of a registry, `github.io` of a
 * company that gives out names. Nobody owns all that is below such a name.
 */
export function isPublicSuffix(host: string): boolean {
  const { publicSuffix, isIp } = parse(host, { allowPrivateDomains: true, validateHostname: false });
  return isIp !== true && publicSuffix === host;
}
