let known: Promise<ReadonlySet<string>> | undefined;

/** Words that stand before digits in common passwords, and that the list doesn't have. */
const words = ['passwort', 'motdepasse', 'contraseña', 'contrasena', 'senha', 'parola'];

/** The commonest passwords, in lower case. The list of 49,000 is loaded when a password is set for the first time. */
export function commonPasswords(): Promise<ReadonlySet<string>> {
  known ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set([...dictionary['passwords-common'], ...words]),
  );
  return known;
}
