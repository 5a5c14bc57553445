/** The six digits of what was typed or pasted: `418 007`, `Your code: 418007`. */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, '').slice(0, 6);
}

/** As little as any address has; the service knows better. */
export function isAddress(text: string): boolean {
  return /^\S+@\S+$/.test(text);
}
