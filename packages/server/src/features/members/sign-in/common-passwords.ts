/**
 * The commonest passwords of eight characters or more, and words that stand before digits in others. Short ones are refused
 * by their length already; how often one address may be tried bounds the rest.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `password passw0rd p@ssword p@ssw0rd password1 passwort passwort1 motdepasse contraseña contrasena senha123 parola12 parool123
   12345678 123456789 1234567890 123123123 11111111 00000000 87654321 987654321 0987654321 12341234 11223344 12344321 123654789
   147258369 741852963 789456123 159753456 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qazxsw2 zaq12wsx q1w2e3r4 qazwsxedc qwer1234 qwerty12
   qwerty123 qwertyui qwertyuiop asdfghjkl asdf1234 zxcvbnm1 zxcvbnm123 abcd1234 abc12345 abcdefgh a1b2c3d4 aa123456 a1234567
   iloveyou iloveyou1 iloveu12 ilovehim sunshine princess football baseball basketball superman batman12 spiderman starwars
   pokemon1 welcome1 welcome12 welcome123 welcometo letmein1 letmein12 letmein123 trustno1 whatever computer internet michelle
   jennifer jessica1 nicole12 charlie1 jordan23 michael1 samantha victoria danielle benjamin alexande alexander elizabeth
   christian chocolate butterfly strawberry liverpool liverpool1 chelsea1 arsenal1 manchester barcelona realmadrid juventus
   mercedes corvette mustang1 maverick midnight mountain dolphins cowboys1 steelers redskins yankees1 lakers24 chicago1
   newyork1 london12 summer12 summer2024 summer2025 summer2026 winter12 winter2024 winter2025 winter2026 spring2026 autumn2026
   changeme changeme1 changeit default1 admin123 administrator adminadmin rootroot testtest test1234 testing1 testing123
   guest123 user1234 login123 secret12 secret123 mypassword yourpassword newpassword nopassword access14 master12 master123
   hello123 helloworld hellohello goodluck godisgood blessed1 jesus123 jesuschrist freedom1 forever1 lovelove loveyou1
   myspace1 linkedin facebook1 google123 samsung1 dragon12 monkey12 shadow12 killer12 hunter12 ginger12 pepper12 cookie12
   cheese12 banana12 orange12 purple12 snoopy12 tigger12 buster12 hannah12 george12 andrew12 joshua12 matthew1 anthony1
   correcthorsebatterystaple qwerty welcome letmein monkey dragon football iloveyou admin master login hello shadow secret
   summer winter spring autumn january february march april june july august september october november december
   monday tuesday wednesday thursday friday saturday sunday`
    .split(/\s+/)
    .filter(Boolean),
);
