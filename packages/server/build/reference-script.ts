const logo = 'https://cdn.redoc.ly/redoc/logo-mini.svg';
const nothing = 'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E';

/**
 * Redoc's script without its call to a foreign host: the logo beside its makers' name. The name and its link stay.
 * @throws where a new version of Redoc loads it from elsewhere: look at what it calls now
 */
export function referenceScript(redoc: string): string {
  if (!redoc.includes(logo)) throw new Error(`Redoc no longer loads ${logo}. Check what it loads instead.`);
  return redoc.replaceAll(logo, nothing);
}
