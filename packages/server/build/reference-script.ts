const logo = 'https://cdn.redoc.ly/redoc/logo-mini.svg';
const nothing = 'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E';

/** The one colour that no theme of Redoc's sets, and that a dark ground needs lighter. */
const patternColor = '#0e7c86';

/**
 * Redoc's script without its call to a foreign host: the logo beside its makers' name. The name and its link stay.
 * @throws where a new version of Redoc has other things in it: look at what it loads and shows now
 */
export function referenceScript(redoc: string): string {
  for (const part of [logo, patternColor])
    if (!redoc.includes(part))
      throw new Error(`Redoc no longer contains ${part}. Check what it has instead.`);
  return redoc.replaceAll(logo, nothing).replaceAll(patternColor, `light-dark(${patternColor}, #63c5d0)`);
}
