import { apiUrlOf } from './api-url';
import { startLoader } from './loader';

// The one script of a page: `<script type="module" src="https://…/v1/widgets.js"></script>`.
const api = apiUrlOf(import.meta.url);

startLoader({
  'hc-profile': async () => (await import('./profile/define')).defineProfile({ api }),
  'hc-sign-in': async () => (await import('./sign-in/define')).defineSignIn({ api }),
  'hc-alumni-search': async () => (await import('./alumni-search/define')).defineAlumniSearch({ api }),
});
