const latin: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
};

/** A Russian name as passports and English papers write it. */
export function romanizeCyrillic(name: string): string {
  const lower = name
    .toLowerCase()
    .replace(/(и|ы)й$/, 'y')
    .replace(/^е/, 'ye');
  const written = Array.from(lower, (letter) => latin[letter] ?? letter).join('');
  return written.charAt(0).toUpperCase() + written.slice(1);
}
