// What a server does that renders pages: imports the package, and registers elements, without a browser.
import {
  defineAlumniSearch,
  defineProfile,
  defineSignIn,
  english,
  HcAlumniSearch,
} from '@homecoming/widgets';

defineAlumniSearch({ api: 'https://alumni.example.edu' });
defineSignIn();
defineProfile();
if (typeof HcAlumniSearch !== 'function' || english.refusals.no_key.cause === '') process.exit(1);
