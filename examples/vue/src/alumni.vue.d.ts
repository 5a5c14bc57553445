import type { DefineComponent } from 'vue';

// For tools that don't read .vue files.
declare const Alumni: DefineComponent<{ api: string; publishableKey: string }>;
export default Alumni;
